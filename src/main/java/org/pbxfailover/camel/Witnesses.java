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

    /** One question to one witness about one pair. */
    final class Asked implements Preflights.Look {
        private final String pair;
        private final String witness;
        private final Question question;

        private Asked(String pair, String witness, Question question) {
            this.pair = pair;
            this.witness = witness;
            this.question = question;
        }

        Question question() {
            return question;
        }

        /** Whoever does not answer, or says nothing of a mode, is not live as far as anybody knows. */
        void looked(Probe probe) {
            Map<String, String> found = live.computeIfAbsent(pair, name -> new ConcurrentSkipListMap<>());
            if (said(probe).endsWith(WitnessRule.LIVE)) {
                found.put(witness, witness + ": " + WitnessRule.LIVE + TWO_LIVE);
            } else {
                found.remove(witness);
            }
        }
    }

    Witnesses(Map<String, Questions> questions) {
        this.questions = questions;
    }

    /** The questions about a pair; none in shadow mode, in which this robot switches nothing. */
    List<Asked> of(Guarded guarded) {
        return guarded.rules.shadow()
                ? List.of()
                : Objects.requireNonNull(questions.get(guarded.name())).witnesses().entrySet().stream()
                        .map(witness -> new Asked(guarded.name(), witness.getKey(), witness.getValue()))
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
