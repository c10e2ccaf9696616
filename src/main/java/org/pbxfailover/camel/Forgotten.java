package org.pbxfailover.camel;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Fold;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Rules;
import org.pbxfailover.journal.Journal;

/**
 * The pairs that the journal knows and the configuration no longer has. One of them may have a new name now: under it, it would begin without
 * the latch that it has under the old one, and what was done for it would be done once more.
 */
final class Forgotten {
    /** None, or the journal cannot be asked. */
    static final Forgotten NONE = new Forgotten(Map.of());

    /**
     * @param kind of the newest epoch in which something was called
     * @param begun what was called in it: the actions of each stage, as an intent keeps them
     */
    private record Missing(PairState state, EpochKind kind, Map<String, String> begun) {
        /** Whether this pair would call the very same, and not only what many pairs call likewise. */
        boolean does(Pair pair) {
            Map<String, List<Action>> stages = Stages.actions(kind, pair);
            boolean same = begun.entrySet().stream()
                    .allMatch(
                            stage -> OpenStages.actions(stages, stage.getKey()).equals(stage.getValue()));
            return same
                    && begun.keySet().stream()
                            .flatMap(stage -> stages.getOrDefault(stage, List.of()).stream())
                            .anyMatch(Action::itsOwn);
        }
    }

    private final Map<String, Missing> missing;

    private Forgotten(Map<String, Missing> missing) {
        this.missing = missing;
    }

    static Forgotten of(Journal journal, Configuration configuration, Moment now) {
        Set<String> configured = configuration.pairs().stream().map(Pair::name).collect(toSet());
        Map<String, Missing> missing = new TreeMap<>();
        for (String name : journal.pairs()) {
            if (!configured.contains(name)) {
                missing.put(name, of(journal.entries(name), any(configuration), now));
            }
        }
        return new Forgotten(missing);
    }

    /** Where a pair comes to rest depends on nothing of its rules but the mode. */
    private static Rules any(Configuration configuration) {
        return PairRules.of(configuration.pairs().get(0), configuration).rehearsed();
    }

    private static Missing of(List<Entry> entries, Rules rules, Moment now) {
        EpochKind kind = EpochKind.FAILOVER;
        EpochKind called = kind;
        Map<String, String> begun = new TreeMap<>();
        long epoch = 0;
        for (Entry entry : entries) {
            if (entry instanceof Entry.EpochOpened opened) {
                kind = opened.kind();
            }
            if (entry instanceof Entry.CallBegun call) {
                if (call.epoch() != epoch) {
                    begun.clear();
                    epoch = call.epoch();
                    called = kind;
                }
                begun.put(call.stage(), call.actions());
            }
        }
        return new Missing(Fold.resume(entries, rules, now), called, begun);
    }

    /** Where each of them came to rest, by its name. */
    Map<String, PairState> states() {
        return missing.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, one -> one.getValue().state()));
    }

    /**
     * A pair that the journal does not show to be one of its own, on hold because it is perhaps one of these under a new name: its secondary
     * serves, or is being brought into service, and this one would call the very same actions. In shadow mode it calls nothing.
     */
    Optional<PairState> under(Pair pair, List<Entry> entries, Moment now) {
        if (pair.shadow() || entries.stream().anyMatch(Forgotten::shows)) {
            return Optional.empty();
        }
        return missing.entrySet().stream()
                .filter(one ->
                        one.getValue().state().switched() && one.getValue().does(pair))
                .findFirst()
                .map(one -> PairState.held(
                        now, sentence(one.getKey(), one.getValue().state()), "the robot"));
    }

    /** It was switched under its name, or somebody has released it. Drills, shadow mode and a maintenance say nothing about what it was called before. */
    private static boolean shows(Entry entry) {
        return entry instanceof Entry.EpochOpened || entry instanceof Entry.Released;
    }

    private static String sentence(String old, PairState state) {
        return "on hold, as it may be " + old + " under a new name (" + old + " is "
                + state.state().label() + " in the journal, is no longer configured, and called the same actions):"
                + " give it its old name back and start the robot again; only if it is another pair, release it";
    }
}
