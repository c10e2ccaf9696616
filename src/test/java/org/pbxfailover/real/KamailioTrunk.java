package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A real Kamailio on loopback that is all about trunks: a carrier that takes registrations with a password, or a PBX with trunks to one. */
public final class KamailioTrunk implements AutoCloseable {
    public static final String PASSWORD = "password-of-trunk";

    private static final Pattern CONTACT = Pattern.compile("\"Address\":\\s*\"([^\"]+)");

    private static final String CARRIER = """
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "auth.so"
            request_route {
                if (method=="REGISTER") {
                    if (!pv_www_authenticate("carrier", "%s", "0")) {
                        www_challenge("carrier", "0");
                        exit;
                    }
                    save("location");
                    exit;
                }
                sl_send_reply("404", "Not Here");
            }
            """.formatted(PASSWORD);

    private static final String PBX = """
            loadmodule "db_text.so"
            loadmodule "uac.so"
            modparam("uac", "reg_db_url", "text://%s")
            modparam("uac", "reg_contact_addr", "127.0.0.1:%d")
            modparam("uac", "reg_timer_interval", 2)
            modparam("uac", "reg_active", 1)
            request_route {
                sl_send_reply("404", "Not Here");
            }
            """;

    private final SipServer server;

    private KamailioTrunk(Path own, int port, String rest) throws IOException {
        server = new SipServer(own, "127.0.0.1", port, rest);
    }

    public static KamailioTrunk carrier(Path directory) {
        try {
            return new KamailioTrunk(Files.createTempDirectory(directory, "carrier"), RealProgram.freePort(), CARRIER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A PBX whose trunks are disabled: {@code good} has the carrier's password, {@code bad} has another.
     *
     * @param carrier where they register
     */
    public static KamailioTrunk pbx(Path directory, KamailioTrunk carrier) {
        try {
            Path own = Files.createTempDirectory(directory, "pbx");
            Path tables = TrunkTable.write(own, row("good", PASSWORD, carrier), row("bad", "another", carrier));
            int port = RealProgram.freePort();
            return new KamailioTrunk(own, port, PBX.formatted(tables, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrunkTable.Row row(String name, String password, KamailioTrunk carrier) {
        return new TrunkTable.Row(
                name, name, "127.0.0.1", name, password, "127.0.0.1", carrier.server.port(), 360, false);
    }

    public String rpc() {
        return server.rpc();
    }

    /** Whether a carrier knows where to find a trunk. */
    public boolean knows(String trunk) {
        return !contacts(trunk).isEmpty();
    }

    /** Every place where a carrier finds a trunk. */
    public List<String> contacts(String trunk) {
        return CONTACT.matcher(server.registered(trunk))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Where a trunk registers from, as its contact has it. */
    public String address() {
        return server.address() + ":" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
