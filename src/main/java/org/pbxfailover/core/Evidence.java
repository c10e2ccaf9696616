package org.pbxfailover.core;

import java.util.List;
import java.util.Optional;

/**
 * Why an activation was decided: what goes into the journal with the decision and what {@code explain} shows.
 *
 * @param failed the failed probes in a row, oldest first
 * @param outside the answers of the outside hosts, asked after the last of them
 * @param opinions of the others who were asked, none of whom saw the primary alive
 * @param last the probe of the primary after that, if one was made
 */
public record Evidence(
        List<Probe> failed, List<OutsideAnswer> outside, List<SecondOpinion> opinions, Optional<Probe> last) {
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of(), Optional.empty());

    public Evidence {
        failed = List.copyOf(failed);
        outside = List.copyOf(outside);
        opinions = List.copyOf(opinions);
    }
}
