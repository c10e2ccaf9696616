package org.pbxfailover;

import java.time.Duration;
import java.util.Optional;
import org.pbxfailover.camel.Watch;
import org.pbxfailover.console.Vitals;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.routes.RouteEdits;

/**
 * How this robot is, as its parts say.
 *
 * @param hold why the journal cannot be trusted
 */
record RobotVitals(RouteEdits edits, Journal journal, Watch watch, Optional<String> hold) implements Vitals {
    @Override
    public Optional<String> refusedEdit() {
        return edits.refusedEdit();
    }

    @Override
    public Optional<String> journalProblem() {
        return journal.problem();
    }

    @Override
    public Duration sinceLastTick() {
        return watch.sinceLastTick();
    }

    @Override
    public boolean hears() {
        return watch.hears();
    }
}
