package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Kamailio as a PBX: telephones register with a password and call each other, and a trunk brings calls from the carrier to one of them. */
public final class Pbx implements AutoCloseable {
    /** In the table {@code uacreg}. */
    public static final String TRUNK = "carrier-1";

    static final String PASSWORD = "password-of-telephones";

    /** How long the trunk stays known at the carrier after its PBX has died, in seconds. */
    private static final int EXPIRES = 20;

    private static final String SCRIPT = """
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "auth.so"
            loadmodule "db_text.so"
            loadmodule "uac.so"
            alias="%1$s"
            modparam("registrar", "max_contacts", 1)
            modparam("registrar", "min_expires", 0)
            modparam("usrloc", "timer_interval", 1)
            modparam("uac", "reg_db_url", "text://%2$s")
            modparam("uac", "reg_contact_addr", "%3$s:%4$d")
            modparam("uac", "reg_timer_interval", 1)
            modparam("uac", "reg_retry_interval", 5)
            modparam("uac", "reg_gc_interval", 40)
            request_route {
                if (method=="OPTIONS") {
                    sl_send_reply("200", "Here");
                    exit;
                }
                if (method=="REGISTER") {
                    if (!pv_www_authenticate("acme", "%5$s", "0")) {
                        www_challenge("acme", "0");
                        exit;
                    }
                    save("location", "0x04");
                    exit;
                }
                route(CALLS);
                if ($rU=="carrier-1") {
                    uac_reg_lookup("$rU", "$ru");
                }
                if (!lookup("location")) {
                    sl_send_reply("404", "Not Here");
                    exit;
                }
                t_relay();
            }
            """;

    private final Path own;
    private final TrunkTable.Row row;
    private final SipServer server;

    /**
     * @param name by which telephones find it
     * @param port of UDP and TCP; the same at both PBXs, since DNS tells only the address
     * @param reception the telephone that is called from outside
     * @param trunk whether it registers at the carrier as soon as it is started
     */
    public Pbx(
            Path directory, String name, String address, int port, Carrier carrier, String reception, boolean trunk) {
        try {
            own = Files.createTempDirectory(directory, "pbx");
            row = new TrunkTable.Row(
                    TRUNK,
                    reception,
                    name,
                    Carrier.TRUNK,
                    Carrier.PASSWORD,
                    carrier.address(),
                    carrier.port(),
                    EXPIRES,
                    trunk);
            Path tables = TrunkTable.write(own, row);
            server = new SipServer(own, address, port, SCRIPT.formatted(name, tables, address, port, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port for both PBXs. */
    public static int freePort() {
        return RealProgram.freePort();
    }

    public String address() {
        return server.address();
    }

    public String rpc() {
        return server.rpc();
    }

    /** Its SIP side, for {@code sip:} of a pair. */
    public String sip() {
        return "udp://" + server.address() + ":" + server.port();
    }

    /** Whether a telephone is registered here. */
    public boolean knows(String telephone) {
        return server.registered(telephone).contains("\"Contact\"");
    }

    /** Whether its trunk registers as soon as it is started, from its next start on. */
    public void trunkAtStart(boolean enabled) {
        try {
            TrunkTable.write(own, row.enabled(enabled));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void dies() {
        server.close();
    }

    public void starts() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
