package org.pbxfailover.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A primary PBX and its standby.
 *
 * @param name unique; as {@link #NAME}
 * @param workingDirectory what is synchronised between both servers; nothing of the robot may lie in it
 * @param shadow decide and report, never act
 * @param activation the actions of each stage, by the stage's name; the order of the stages is that of the route
 * @param failback likewise
 */
public record Pair(
        String name,
        Optional<Path> workingDirectory,
        boolean shadow,
        Primary primary,
        Secondary secondary,
        Map<String, List<Action>> activation,
        Map<String, List<Action>> failback) {
    /** What a name may be, as the schema says it: it stands in URLs, in commands and on file systems. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    /**
     * The server that is guarded.
     *
     * @param address for {@code {primary}}, and what probes connect to, whatever its name says by then (fault 31)
     * @param sip {@code udp://host:5060}, {@code tcp://…} or {@code tls://host:5061}: asked after every good answer of the web server (fault 9)
     * @param sipVeto whether a working SIP side vetoes a failover (fault 10)
     * @param standDown run the fail-back by itself once the primary has answered for {@code stableFor}
     */
    public record Primary(
            Optional<String> address,
            ProbeSettings probe,
            Optional<URI> sip,
            boolean sipVeto,
            boolean standDown,
            Duration stableFor) {

        /** What is asked for a second opinion when the web server is dead. */
        public Optional<URI> vetoing() {
            return sip.filter(uri -> sipVeto);
        }
    }

    public record Secondary(Optional<String> address, Optional<ProbeSettings> probe, Optional<Synced> synced) {}

    /** A file of the synchronised directory that must not be older than {@code maxAge}. */
    public record Synced(Path file, Duration maxAge) {}
}
