package org.pbxfailover.camel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;
import org.pbxfailover.probe.Question;
import org.pbxfailover.probe.WitnessRule;

/**
 * Which witnesses are live for a pair as well, so that a death would be activated twice: as when a robot comes back whose place another one
 * has taken. They are asked in the background, as often as the preflights are rehearsed. Thread-safe.
 */
final class Witnesses {
    /** What follows from it, after what a witness says. */
    static final String TWO_LIVE =
            ", as this one is, so a death would be activated twice: give the pair mode: shadow at one of them";

    private final Map<String, Questions> questions;
    private final Map<String, Map<String, String>> live = new ConcurrentHashMap<>();

    /**
     * One question to one witness about one pair.
     *
     * @param live what is known of the pair's witnesses, by their names
     */
    record Asked(String witness, Question question, Map<String, String> live) implements Preflights.Look {
        /** Whoever does not answer, or says nothing of a mode, is not live as far as anybody knows. */
        void looked(Probe probe) {
            if (said(probe).endsWith(WitnessRule.LIVE)) {
                live.put(witness, witness + ": " + WitnessRule.LIVE + TWO_LIVE);
            } else {
                live.remove(witness);
            }
        }
    }

    Witnesses(Map<String, Questions> questions) {
        this.questions = questions;
    }

    /** The questions about a pair; none in shadow mode, in which this robot switches nothing. */
    List<Asked> of(Guarded guarded) {
        if (guarded.rules.shadow()) {
            return List.of();
        }
        Map<String, String> known = live.computeIfAbsent(guarded.name(), pair -> new ConcurrentSkipListMap<>());
        return Objects.requireNonNull(questions.get(guarded.name())).witnesses().entrySet().stream()
                .map(witness -> new Asked(witness.getKey(), witness.getValue(), known))
                .toList();
    }

    /** The witnesses that were live for the pair when they were asked last, one sentence each. */
    Collection<String> live(Guarded guarded) {
        return live.getOrDefault(guarded.name(), Map.of()).values();
    }

    static String said(Probe probe) {
        return probe.finding() instanceof Finding.Failed failed
                ? failed.detail()
                : probe.finding().phrase();
    }
}
