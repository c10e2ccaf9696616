package org.pbxfailover.operator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.DrillFinding;

/**
 * One drill of a pair.
 *
 * @param live with a switchover and the way back
 * @param by who ordered it
 * @param ended empty while it goes on
 */
public record DrillView(Instant began, boolean live, String by, Optional<Result> ended) {

    /** What came of it. */
    public record Result(Instant at, boolean passed, String sentence, List<DrillFinding> findings) {}
}
