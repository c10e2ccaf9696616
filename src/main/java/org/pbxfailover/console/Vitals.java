package org.pbxfailover.console;

import java.time.Duration;
import java.util.Optional;

/** How the robot itself is, for health checks and metrics. Asked often and by many threads: answers must be quick. */
public interface Vitals {

    /** The last edit of a route or of the configuration was refused, as one sentence with file and line; empty: none, or mended since. */
    Optional<String> refusedEdit();

    /** Whether the journal could be written now. */
    boolean journalWritable();

    /** Monotonic time since the watch loop last ran, or since the start before that. */
    Duration sinceLastTick();

    /** Why decisions are on hold for the whole robot, as one sentence; empty: they are not. */
    Optional<String> hold();
}
