package org.pbxfailover.core;

import java.util.Optional;

/**
 * A person has suspended the decisions about a pair.
 *
 * @param until the end of a maintenance; empty: on hold until somebody releases it
 * @param by who has ordered it, and why if that was said
 */
public record Suspension(Optional<Moment> until, String by) {
    static Suspension hold(String by) {
        return new Suspension(Optional.empty(), by);
    }

    static Suspension until(Moment end, String by) {
        return new Suspension(Optional.of(end), by);
    }
}
