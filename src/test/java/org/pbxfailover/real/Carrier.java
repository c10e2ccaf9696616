package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A real Kamailio as the carrier: takes registrations with a password, several at once, and brings a call to all of them. */
public final class Carrier implements AutoCloseable {
    /** The account of the company's trunk. */
    public static final String TRUNK = "acme";

    static final String PASSWORD = "password-of-trunk";

    private static final Pattern RECEIVED = Pattern.compile("\"Received\":\\s*\"sip:([0-9.]+)");

    /** The source address is kept with the contact: that is where the trunk really registered from. */
    private static final String SCRIPT = """
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "nathelper.so"
            loadmodule "auth.so"
            modparam("registrar", "min_expires", 0)
            modparam("usrloc", "timer_interval", 1)
            modparam("nathelper|registrar", "received_avp", "$avp(received)")
            request_route {
                if (method=="REGISTER") {
                    if ($shv(refuses)==1) {
                        sl_send_reply("403", "No Trunk For You");
                        exit;
                    }
                    if (!pv_www_authenticate("carrier", "%s", "0")) {
                        www_challenge("carrier", "0");
                        exit;
                    }
                    fix_nated_register();
                    save("location");
                    exit;
                }
                route(CALLS);
                if (!lookup("location")) {
                    sl_send_reply("404", "Not Here");
                    exit;
                }
                t_relay();
            }
            """.formatted(PASSWORD);

    private final SipServer server;

    public Carrier(Path directory, String address) {
        try {
            server = new SipServer(
                    Files.createTempDirectory(directory, "carrier"), address, RealProgram.freePort(), SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return server.address();
    }

    int port() {
        return server.port();
    }

    /** The source addresses of all registrations of the trunk that have not expired. */
    public List<String> trunks() {
        return RECEIVED.matcher(server.registered(TRUNK))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** From now on it refuses every registration with 403, or takes them again. */
    public void refuses(boolean all) {
        String answer = server.call("pv.shvSet", "\"refuses\",\"int\"," + (all ? 1 : 0));
        if (!answer.contains("result")) {
            throw new AssertionError(answer);
        }
    }

    /** What somebody outside calls to reach the company. */
    public String number() {
        return "sip:" + TRUNK + "@" + server.address() + ":" + server.port() + ";transport=tcp";
    }

    @Override
    public void close() {
        server.close();
    }
}
