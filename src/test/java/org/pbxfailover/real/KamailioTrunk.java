package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Kamailio on loopback with JSON-RPC over HTTP: a carrier that takes registrations with a password, or a PBX with trunks to one. */
public final class KamailioTrunk implements AutoCloseable {
    public static final String PASSWORD = "password-of-trunk";

    private static final String COMMON =
            """
            #!KAMAILIO
            log_stderror=yes
            children=1
            tcp_children=2
            tcp_accept_no_cl=yes
            http_reply_parse=yes
            listen=udp:127.0.0.1:%1$d
            listen=tcp:127.0.0.1:%1$d
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "xhttp.so"
            loadmodule "jsonrpcs.so"
            modparam("jsonrpcs", "transport", 1)
            %2$s
            event_route[xhttp:request] {
                if ($hu =~ "^/RPC") {
                    jsonrpc_dispatch();
                    exit;
                }
                xhttp_reply("404", "Not Found", "", "");
            }
            """;

    private static final String CARRIER =
            """
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
            """
                    .formatted(PASSWORD);

    private static final String PBX =
            """
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

    private static final String COLUMNS =
            "id(int,auto) l_uuid(string) l_username(string) l_domain(string) r_username(string)"
                    + " r_domain(string) realm(string) auth_username(string) auth_password(string) auth_ha1(string,null)"
                    + " auth_proxy(string) expires(int) flags(int) reg_delay(int) contact_addr(string,null) socket(string,null)\n";

    private final int port;
    private final RealProgram program;

    private KamailioTrunk(Path own, int port, String rest) throws IOException {
        this.port = port;
        Path file = Files.writeString(own.resolve("kamailio.cfg"), COMMON.formatted(port, rest));
        program = Kamailio.program("kamailio", own, file, 32, 8);
        program.untilTaken(port, false);
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
            Path tables = Files.createDirectory(own.resolve("tables"));
            Files.writeString(tables.resolve("version"), "table_name(string) table_version(int)\nuacreg:5\n");
            Files.writeString(
                    tables.resolve("uacreg"),
                    COLUMNS + row(1, "good", PASSWORD, carrier) + row(2, "bad", "another", carrier));
            int port = RealProgram.freePort();
            return new KamailioTrunk(own, port, PBX.formatted(tables, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(int id, String name, String password, KamailioTrunk carrier) {
        String proxy = "sip\\:127.0.0.1\\:" + carrier.port;
        return id + ":" + name + ":" + name + ":127.0.0.1:" + name + ":127.0.0.1:carrier:" + name + ":" + password
                + "::" + proxy + ":360:1:0::\n";
    }

    public String rpc() {
        return "http://127.0.0.1:" + port + "/RPC";
    }

    /** Whether a carrier knows where to find a trunk. */
    public boolean knows(String trunk) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(rpc()))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"ul.lookup\",\"params\":[\"location\",\"" + trunk
                                + "@127.0.0.1\"],\"id\":1}"))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return answer.contains("\"Contact\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
