package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Kamailio on loopback, with as little configuration as it takes to answer OPTIONS to itself over UDP, TCP and TLS. */
public final class Kamailio implements AutoCloseable {
    private static final String CONFIGURATION = """
            #!KAMAILIO
            log_stderror=yes
            children=1
            tcp_children=1
            listen=udp:127.0.0.1:%1$d
            listen=tcp:127.0.0.1:%1$d
            %2$s
            loadmodule "sl.so"
            %3$s
            request_route {
                if (method=="OPTIONS" && uri==myself) {
                    sl_send_reply("200", "Kamailio lives");
                    exit;
                }
                sl_send_reply("404", "Not Here");
            }
            """;

    private static final String TLS = """
            loadmodule "tls.so"
            modparam("tls", "private_key", "%s")
            modparam("tls", "certificate", "%s")
            modparam("tls", "tls_method", "TLSv1.2+")
            """;

    private final int port = RealProgram.freePort();
    private final int tlsPort = RealProgram.freePort();
    private final RealProgram program;

    /** Without TLS. */
    public Kamailio(Path directory) {
        this(directory, Optional.empty());
    }

    /**
     * @param certificate a PEM file with the certificate, beside one with its key: {@code NAME.pem} and {@code NAME.key}
     */
    public Kamailio(Path directory, Path certificate) {
        this(directory, Optional.of(certificate));
    }

    private Kamailio(Path directory, Optional<Path> certificate) {
        String tls = certificate
                .map(pem -> TLS.formatted(pem.toString().replaceFirst("\\.pem$", ".key"), pem))
                .orElse("");
        String listen = certificate
                .map(pem -> "enable_tls=yes\nlisten=tls:127.0.0.1:" + tlsPort)
                .orElse("");
        try {
            Path own = Files.createTempDirectory(directory, "kamailio");
            Path file = Files.writeString(own.resolve("kamailio.cfg"), CONFIGURATION.formatted(port, listen, tls));
            program = program("kamailio kamailio-tls-modules", own, file, 16, 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program.untilTaken(certificate.isPresent() ? tlsPort : port, false);
    }

    /**
     * The program in the foreground, with its children.
     *
     * @param packages of Debian
     * @param shared and own: its memory, in MiB
     */
    static RealProgram program(String packages, Path directory, Path configuration, int shared, int own)
            throws IOException {
        return new RealProgram(
                packages,
                directory.resolve("said"),
                directory,
                List.of(
                        "kamailio",
                        "-DD",
                        "-E",
                        "-f",
                        configuration.toString(),
                        "-Y",
                        directory.toString(),
                        "-w",
                        directory.toString(),
                        "-m",
                        String.valueOf(shared),
                        "-M",
                        String.valueOf(own)));
    }

    /** Of UDP and TCP. */
    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    /** It hangs: its sockets are there, and nobody looks at them. */
    public void hangs() {
        program.signal("STOP");
    }

    public void goesOn() {
        program.signal("CONT");
    }

    @Override
    public void close() {
        program.close();
    }
}
