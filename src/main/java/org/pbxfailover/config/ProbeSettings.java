package org.pbxfailover.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.core.FailureClass;

/**
 * How one PBX is asked whether it lives.
 *
 * @param every start to start, 100 ms to 1 h
 * @param recheck start to start after the first failure, at most {@code every}
 * @param timeout total: name, connect, TLS, headers, body; at most {@code every}
 * @param failures so many in a row, 1 to 100
 * @param status what counts as alive
 * @param contains text in the first 64 KiB of the body
 * @param countAlso classes of failures that count here although they usually prove nothing: tls, denied, sip
 * @param grace how long a primary that has not answered yet may take to boot, 0 to 1 h
 */
public record ProbeSettings(
        URI url,
        Duration every,
        Duration recheck,
        Duration timeout,
        int failures,
        StatusRange status,
        Optional<String> contains,
        Set<FailureClass> countAlso,
        Duration grace) {}
