package org.pbxfailover.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the robot itself is, for health checks and metrics. Asked often and by many threads: answers must be quick. */
public interface Vitals {

    /** The last edit of a route or of the configuration was refused, as one sentence with file and line; empty: none, or mended since. */
    Optional<String> refusedEdit();

    /** Why the journal could not be written now, as one sentence; empty: it could. */
    Optional<String> journalProblem();

    /** Monotonic time since the watch loop last ran, or since the start before that. */
    Duration sinceLastTick();

    /** Whether the polls of at least one primary come back. */
    boolean hears();

    /** Whom the robot tells in vain, notifications and heartbeat, one sentence each; empty: who is told hears it. */
    List<String> unreached();

    /** Why decisions are on hold for the whole robot, as one sentence; empty: they are not. */
    Optional<String> hold();
}
