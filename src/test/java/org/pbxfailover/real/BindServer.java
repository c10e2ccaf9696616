package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One real BIND on loopback with one zone: it has the zone itself and takes signed updates of it, or fetches it from another server. */
public final class BindServer implements AutoCloseable {
    private static final String OPTIONS = """
            options {
              directory "%1$s";
              pid-file "%1$s/named.pid";
              session-keyfile "%1$s/session.key";
              listen-on port %2$d { 127.0.0.1; };
              listen-on-v6 { none; };
              recursion no;
              dnssec-validation no;
            };
            controls { };
            """;

    private final int port;
    private final RealProgram program;

    private BindServer(Path directory, int port, String keys, String zone, String records) {
        this.port = port;
        try {
            Path own = Files.createTempDirectory(directory, "bind");
            if (!records.isEmpty()) {
                Files.writeString(own.resolve("zone"), records);
            }
            Path file = Files.writeString(own.resolve("named.conf"), OPTIONS.formatted(own, port) + keys + zone + "\n");
            program = new RealProgram(
                    "bind9", own.resolve("said"), own, List.of("named", "-g", "-c", file.toString(), "-n", "1"));
            program.untilTaken(port, false);
            program.untilTaken(port, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param keys in BIND's own words, such as {@code key "robot" { … };}
     * @param policy who may update what
     * @param records of the zone, besides SOA and NS
     * @param secondary the port of the server that is told of each change
     */
    public static BindServer primary(
            Path directory, String zone, String keys, String policy, String records, int secondary) {
        return new BindServer(
                directory,
                RealProgram.freePort(),
                keys,
                "zone \"" + zone + "\" { type primary; file \"zone\"; " + policy
                        + " notify explicit; also-notify { 127.0.0.1 port " + secondary + "; }; notify-delay 0; };",
                apex() + records);
    }

    /** What every zone begins with, in the words of a zone file: its SOA and two servers. */
    static String apex() {
        return "$TTL 60\n@ SOA ns1 hostmaster 1 3600 600 86400 60\n@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n";
    }

    /**
     * @param port its own, which the primary has to know
     * @param primary the port of the server that has the zone
     */
    public static BindServer secondary(Path directory, String zone, int port, int primary) {
        return new BindServer(
                directory,
                port,
                "",
                "zone \"" + zone + "\" { type secondary; file \"zone\"; primaries { 127.0.0.1 port " + primary
                        + "; }; };",
                "");
    }

    public static int freePort() {
        return RealProgram.freePort();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** It answers nothing for a while, and hears of no change. */
    void hangs() {
        program.signal("STOP");
    }

    void goesOn() {
        program.signal("CONT");
    }

    @Override
    public void close() {
        program.close();
    }
}
