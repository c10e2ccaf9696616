package org.pbxfailover.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pbxfailover.camel.Passes.Pass;
import org.pbxfailover.core.Entry;

/** The sentence with which the open epoch of each pair was opened, for the placeholder {@code {reason}}. One is kept per pair. */
final class Reasons {
    private record Reason(long epoch, String sentence) {}

    private final Pairs pairs;
    private final Map<String, Reason> newest = new ConcurrentHashMap<>();

    Reasons(Pairs pairs) {
        this.pairs = pairs;
    }

    String of(Pass pass) {
        return newest.compute(
                        pass.guarded().name(),
                        (name, known) -> known != null && known.epoch() == pass.epoch() ? known : read(name, pass))
                .sentence();
    }

    private Reason read(String name, Pass pass) {
        String sentence = pairs.journal().entries(name).stream()
                .filter(entry -> entry instanceof Entry.EpochOpened opened && opened.epoch() == pass.epoch())
                .map(entry -> ((Entry.EpochOpened) entry).sentence())
                .findFirst()
                .orElse("");
        return new Reason(pass.epoch(), sentence);
    }
}
