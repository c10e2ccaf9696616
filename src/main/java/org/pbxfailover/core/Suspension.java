package org.pbxfailover.core;

import java.util.Optional;

/**
 * A person has suspended the decisions about a pair.
 *
 * @param until the end of a maintenance; empty: on hold until somebody releases it
 */
public record Suspension(Optional<Moment> until) {
    static final Suspension HOLD = new Suspension(Optional.empty());

    static Suspension until(Moment end) {
        return new Suspension(Optional.of(end));
    }
}
