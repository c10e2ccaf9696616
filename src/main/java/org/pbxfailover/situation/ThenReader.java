package org.pbxfailover.situation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pbxfailover.config.Section;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Transition;
import org.pbxfailover.core.Transitions;
import org.pbxfailover.situation.Situation.Expectation;

/** Reads what must follow from a step. */
record ThenReader(Set<String> stages) {
    private static final List<String> KEYS =
            List.of("state", "sentence", "decision", "failures", "alarms", "notifies", "entries", "next", "changes");

    List<Expectation> read(Section then) {
        Fields fields = new Fields(then);
        List<Expectation> expected = new ArrayList<>();
        if (!fields.only(KEYS)) {
            return expected;
        }
        word(fields, "state", labels(State.values(), State::label)).ifPresent(expected::add);
        fields.text("sentence", "a sentence")
                .ifPresent(text -> expected.add(new Expectation(fields.line("sentence"), "sentence", List.of(text))));
        word(fields, "decision", labels(Decision.values(), Decision::label)).ifPresent(expected::add);
        if (fields.has("failures")) {
            expected.add(new Expectation(
                    fields.line("failures"), "failures", List.of("" + fields.number("failures", 0, 0, 100))));
        }
        words(fields, "alarms", alarms()).ifPresent(expected::add);
        words(fields, "notifies", notifications()).ifPresent(expected::add);
        if (fields.has("entries")) {
            expected.add(new Expectation(fields.line("entries"), "entries", fields.texts("entries", List.of())));
        }
        word(fields, "changes", List.of("nothing")).ifPresent(expected::add);
        next(then.section("next"), expected);
        return expected;
    }

    private static <T> List<String> labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }

    private static List<String> alarms() {
        return Transitions.TABLE.stream()
                .filter(Transition::alarm)
                .map(row -> row.trigger().label())
                .distinct()
                .toList();
    }

    private static List<String> notifications() {
        return Transitions.TABLE.stream()
                .map(Transition::event)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<Expectation> word(Fields fields, String key, List<String> known) {
        return words(fields, key, known).filter(one -> one.values().size() == 1 || !fields.has(key));
    }

    private static Optional<Expectation> words(Fields fields, String key, List<String> known) {
        return fields.has(key)
                ? Optional.of(new Expectation(fields.line(key), key, fields.words(key, known)))
                : Optional.empty();
    }

    private void next(Section next, List<Expectation> expected) {
        Fields fields = new Fields(next);
        List<String> known = Stream.concat(
                        stages.stream(),
                        next.sections().keySet().stream()
                                .filter(key -> stages.contains(key.replaceFirst(" [1-9][0-9]?$", ""))))
                .toList();
        if (!fields.only(known)) {
            return;
        }
        for (String key : next.sections().keySet()) {
            fields.text(key, "what comes next, such as call 1, verify, wait 2s or pass")
                    .ifPresent(text -> {
                        if (!text.matches("call [0-9]+|verify|pass|wait( [0-9]+(ms|s|m|h|d))?")) {
                            fields.complain(key, "must be call 1, verify, wait 2s or pass, not '" + text + "'");
                        }
                        expected.add(new Expectation(fields.line(key), "next " + key, List.of(text)));
                    });
        }
    }
}
