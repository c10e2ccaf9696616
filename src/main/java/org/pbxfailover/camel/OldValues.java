package org.pbxfailover.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Passes.Pass;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;

/**
 * What the activation of one pair has replaced, as the journal tells it, until a fail-back is done. It has no more of them than the
 * configuration has actions. Thread-safe.
 */
public final class OldValues {
    private final Map<String, String> values = new HashMap<>();
    private boolean goingBack;

    /** Takes the next entry of the pair's journal. */
    synchronized void take(Entry entry) {
        if (entry instanceof Entry.OldValue old) {
            values.putIfAbsent(old.of(), old.value());
        } else if (entry instanceof Entry.EpochOpened opened) {
            goingBack = opened.kind() == EpochKind.FAIL_BACK;
        } else if (goingBack
                && entry instanceof Entry.EpochClosed closed
                && closed.outcome() == Entry.Outcome.COMPLETED) {
            values.clear();
        }
    }

    synchronized Optional<String> get(String of) {
        return Optional.ofNullable(values.get(of));
    }

    /** For the action of a fail-back: what is to be there again. Empty in anything else. */
    public static Optional<String> toRestore(Exchange exchange, String of) {
        return Optional.ofNullable(exchange.getProperty(Glue.PASS, Pass.class))
                .filter(pass -> pass.kind() == EpochKind.FAIL_BACK)
                .flatMap(pass -> pass.guarded().oldValues().get(of));
    }
}
