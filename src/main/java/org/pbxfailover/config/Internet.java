package org.pbxfailover.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outside hosts: who must answer before "the primary is dead" is believed to be more than "we are cut off".
 *
 * @param needed how many of them must answer, 1 to the number of hosts
 * @param timeout total, for each host
 */
public record Internet(List<OutsideHost> hosts, int needed, Duration timeout) {

    /**
     * @param uri {@code http:}, {@code https:} (an answer) or {@code tcp://host:port} (an accepted connection)
     * @param status what counts as an answer
     * @param contains text that the answer must contain, against captive portals (fault 5)
     */
    public record OutsideHost(URI uri, StatusRange status, Optional<String> contains) {
        public boolean tcp() {
            return "tcp".equals(uri.getScheme());
        }
    }
}
