package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A real Kamailio at an address of its own, with JSON-RPC over HTTP at {@code /RPC}; it can be killed and started again where it was. */
final class SipServer implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String COMMON = """
            #!KAMAILIO
            log_stderror=yes
            children=1
            tcp_children=2
            tcp_accept_no_cl=yes
            http_reply_parse=yes
            listen=udp:%1$s:%2$d
            listen=tcp:%1$s:%2$d
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "siputils.so"
            loadmodule "xhttp.so"
            loadmodule "jsonrpcs.so"
            modparam("jsonrpcs", "transport", 1)
            %3$s
            # What goes on in a call, and its beginning; what begins one goes on in the route that asked.
            route[CALLS] {
                if (has_totag()) {
                    loose_route();
                    t_relay();
                    exit;
                }
                if (method=="CANCEL" || method=="ACK") {
                    if (t_check_trans()) t_relay();
                    exit;
                }
                if (method=="INVITE") {
                    record_route();
                }
            }
            event_route[xhttp:request] {
                if ($hu =~ "^/RPC") {
                    jsonrpc_dispatch();
                    exit;
                }
                xhttp_reply("404", "Not Found", "", "");
            }
            """;

    private final Path own;
    private final Path file;
    private final String address;
    private final int port;
    private Optional<RealProgram> program = Optional.empty();

    /** @param rest of its script: modules and the routes of requests */
    SipServer(Path own, String address, int port, String rest) throws IOException {
        this.own = own;
        this.address = address;
        this.port = port;
        file = Files.writeString(own.resolve("kamailio.cfg"), COMMON.formatted(address, port, rest));
        start();
    }

    /** Also again, after it was killed. */
    void start() {
        try {
            RealProgram started = Kamailio.program("kamailio", own, file, 32, 8);
            program = Optional.of(started);
            started.untilTaken(address, port, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    String rpc() {
        return "http://" + address + ":" + port + "/RPC";
    }

    /** What it answers to a method of JSON-RPC. */
    String call(String method, String parameters) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(rpc()))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":[" + parameters + "],\"id\":1}"))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Who is registered here under this name, as Kamailio's {@code ul.lookup} shows it. */
    String registered(String user) {
        return call("ul.lookup", "\"location\",\"" + user + "@" + address + "\"");
    }

    /** SIGKILL. */
    @Override
    public void close() {
        program.ifPresent(RealProgram::close);
        program = Optional.empty();
    }
}
