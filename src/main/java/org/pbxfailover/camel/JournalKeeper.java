package org.pbxfailover.camel;

import org.apache.camel.Exchange;
import org.pbxfailover.camel.Passes.Pass;
import org.pbxfailover.camel.action.Keeper;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;

/** Keeps in the journal what an action is about to replace ({@link OldValues}). Thread-safe. */
final class JournalKeeper implements Keeper {
    private final Pairs pairs;

    JournalKeeper(Pairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public void keep(Exchange exchange, String of, String value) throws Refused {
        Pass pass = exchange.getProperty(Glue.PASS, Pass.class);
        if (pass == null
                || pass.kind() == EpochKind.FAIL_BACK
                || pass.guarded().oldValues().get(of).isPresent()) {
            return;
        }
        String pair = pass.guarded().name();
        Entry.OldValue old = new Entry.OldValue(pair, pairs.now().wall(), pass.epoch(), of, value);
        if (!pairs.keep(pass.guarded(), old)) {
            throw new Refused("the journal does not take what was there before, so it stays");
        }
    }
}
