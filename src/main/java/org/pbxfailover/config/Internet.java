package org.pbxfailover.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outside: the hosts who must answer before "the primary is dead" is believed to be more than "we are cut off", and the witnesses who
 * may see a primary that this robot does not see.
 *
 * @param needed how many of the hosts must answer, 1 to their number
 * @param timeout total, for each host
 */
public record Internet(List<OutsideHost> hosts, int needed, Duration timeout, List<Witness> witnesses) {

    /**
     * How long a witness may take about a primary that is probed with this timeout: it is asked together with the outside hosts, and the
     * last probe is begun when they have answered, so that a decision waits for it no longer than for these two.
     */
    public Duration patience(Duration probe) {
        return timeout.plus(probe);
    }

    /** The hosts that are the primary's own web server: when it is dead they are silent, too. */
    public List<OutsideHost> within(Pair.Primary primary) {
        Optional<String> server = Urls.server(primary.probe().url());
        return hosts.stream()
                .filter(host -> Urls.server(host.uri()).equals(server))
                .toList();
    }

    /**
     * Another robot that guards the same primaries.
     *
     * @param url where its API is, as configured
     * @param token of its API
     */
    public record Witness(URI url, Optional<Template> token) {
        private static final String PATH = "/api/witness";

        /** What sentences call it, unique among the witnesses: {@code dc3.example:8080}. */
        public String name() {
            return url.getRawAuthority() + base();
        }

        /** Where it is asked about a primary. */
        public URI about(URI primary) {
            return URI.create(url.getScheme() + "://" + url.getRawAuthority() + base() + PATH + "?url="
                    + Template.percentEncode(primary.toString()));
        }

        /** The API may lie below a path of somebody in between; a person may have written all of the address. */
        private String base() {
            String path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", "");
            return path.endsWith(PATH) ? path.substring(0, path.length() - PATH.length()) : path;
        }
    }

    /**
     * Somebody whose answer shows that the robot sees out.
     *
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
