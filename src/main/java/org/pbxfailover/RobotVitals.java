package org.pbxfailover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pbxfailover.camel.Announcing;
import org.pbxfailover.camel.Flow;
import org.pbxfailover.console.Vitals;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.routes.RouteEdits;

/**
 * How this robot is, as its parts say.
 *
 * @param hold why the journal cannot be trusted
 */
record RobotVitals(RouteEdits edits, Journal journal, Flow flow, Announcing announcing, Optional<String> hold)
        implements Vitals {
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
        return flow.watch().sinceLastTick();
    }

    @Override
    public boolean hears() {
        return flow.watch().hears();
    }

    @Override
    public List<String> unreached() {
        return Stream.concat(announcing.unreached().stream(), flow.pulse().unheard().stream())
                .toList();
    }
}
