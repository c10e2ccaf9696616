package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two real BIND servers on loopback: a primary that takes signed updates of a zone, and a secondary that it notifies. */
public final class Bind implements AutoCloseable {
    private static final String OPTIONS =
            """
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

    private final int port = RealProgram.freePort();
    private final int secondaryPort = RealProgram.freePort();
    private final RealProgram primary;
    private final RealProgram secondary;

    /**
     * @param keys in BIND's own words, such as {@code key "robot" { … };}
     * @param policy who may update what
     * @param records of the zone, besides SOA and NS
     */
    public Bind(Path directory, String zone, String keys, String policy, String records) {
        try {
            Path own = Files.createTempDirectory(directory, "bind");
            Path other = Files.createTempDirectory(directory, "bind-secondary");
            Files.writeString(
                    own.resolve("zone"),
                    "$TTL 60\n@ SOA ns1 hostmaster 1 3600 600 86400 60\n@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n"
                            + records);
            primary = named(
                    own,
                    OPTIONS.formatted(own, port) + keys + "zone \"" + zone + "\" { type primary; file \"zone\"; "
                            + policy + " notify explicit; also-notify { 127.0.0.1 port " + secondaryPort
                            + "; }; notify-delay 0; };\n",
                    port);
            secondary = named(
                    other,
                    OPTIONS.formatted(other, secondaryPort) + "zone \"" + zone
                            + "\" { type secondary; file \"zone\"; primaries { 127.0.0.1 port " + port + "; }; };\n",
                    secondaryPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealProgram named(Path own, String configuration, int port) throws IOException {
        Path file = Files.writeString(own.resolve("named.conf"), configuration);
        RealProgram program = new RealProgram(
                "bind9", own.resolve("said"), own, List.of("named", "-g", "-c", file.toString(), "-n", "1"));
        program.untilTaken(port, false);
        program.untilTaken(port, true);
        return program;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String secondaryAddress() {
        return "127.0.0.1:" + secondaryPort;
    }

    /** The secondary answers nothing for a while, and hears of no change. */
    public void secondaryHangs() {
        secondary.signal("STOP");
    }

    public void secondaryGoesOn() {
        secondary.signal("CONT");
    }

    @Override
    public void close() {
        secondary.close();
        primary.close();
    }
}
