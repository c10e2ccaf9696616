package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real sipp on loopback that answers every OPTIONS as a scenario says. */
public final class Sipp implements AutoCloseable {
    /** What RFC 3261 demands of an answer, in sipp's words. */
    public static final String ANSWER = """
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]sipp[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0
            """;

    private static final String SCENARIO = """
            <?xml version="1.0" encoding="ISO-8859-1" ?>
            <scenario name="options">
              <recv request="OPTIONS"/>
              <pause milliseconds="%d"/>
              <send><![CDATA[

            %s

              ]]></send>
            </scenario>
            """;

    private final int port = RealProgram.freePort();
    private final RealProgram program;

    /**
     * @param transport {@code udp} or {@code tcp}
     * @param late how long after the request
     * @param answer each of its headers on a line
     */
    public Sipp(Path directory, String transport, Duration late, String answer) {
        boolean udp = transport.equals("udp");
        try {
            Path own = Files.createTempDirectory(directory, "sipp");
            Path file = Files.writeString(own.resolve("options.xml"), SCENARIO.formatted(late.toMillis(), answer));
            program = new RealProgram(
                    "sip-tester",
                    own.resolve("said"),
                    own,
                    List.of(
                            "sipp",
                            "-sf",
                            file.toString(),
                            "-i",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(port),
                            "-t",
                            udp ? "u1" : "t1",
                            "-nostdin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program.untilTaken(port, udp);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
    }
}
