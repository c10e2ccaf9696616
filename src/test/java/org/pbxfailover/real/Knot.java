package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Knot DNS on loopback that takes signed updates of a zone, and a real BIND that it notifies. */
public final class Knot implements AutoCloseable {
    private static final String CONFIGURATION = """
            server:
                rundir: "%1$s"
                listen: 127.0.0.1@%2$d
            log:
              - target: stderr
                any: info
            database:
                storage: "%1$s"
            key:
              - id: robot
                algorithm: hmac-sha256
                secret: %5$s
              - id: reader
                algorithm: hmac-sha256
                secret: %5$s
            remote:
              - id: secondary
                address: 127.0.0.1@%3$d
            acl:
              - id: updates
                key: robot
                action: update
                update-owner: name
                update-owner-match: equal
                update-owner-name: [pbx, moved]
                update-type: [A, AAAA]
              - id: transfers
                address: 127.0.0.1
                action: transfer
            zone:
              - domain: %4$s
                storage: "%1$s"
                file: zone
                notify: secondary
                acl: [updates, transfers]
            """;

    private final int port = RealProgram.freePort();
    private final RealProgram program;
    private final BindServer secondary;

    /**
     * @param secret of the keys {@code robot}, which may change the addresses of {@code pbx} and {@code moved}, and {@code reader}, which may
     *     not, in Base64
     * @param records of the zone, besides SOA and NS
     */
    public Knot(Path directory, String zone, String secret, String records) {
        int other = RealProgram.freePort();
        try {
            Path own = Files.createTempDirectory(directory, "knot");
            Files.writeString(own.resolve("zone"), BindServer.apex() + records);
            Path file = Files.writeString(
                    own.resolve("knot.conf"), CONFIGURATION.formatted(own, port, other, zone, secret));
            program = new RealProgram("knot", own.resolve("said"), own, List.of("knotd", "-c", file.toString()));
            program.untilTaken(port, false);
            program.untilTaken(port, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        secondary = BindServer.secondary(directory, zone, other, port);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String secondaryAddress() {
        return secondary.address();
    }

    @Override
    public void close() {
        secondary.close();
        program.close();
    }
}
