package org.pbxfailover.situation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.config.Durations;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Next;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.situation.Situation.Expectation;

/** Holds what followed from a step against what should have followed. */
record Judge(Situation situation, List<Told> scene, Moment now) {
    Judge {
        scene = List.copyOf(scene);
    }

    Told judged(Told last, List<Expectation> then) {
        List<Told.Difference> differs = new ArrayList<>();
        for (Expectation expected : then) {
            List<String> actual = actual(expected.of());
            if (!holds(expected, actual)) {
                differs.add(new Told.Difference(expected, actual));
            }
        }
        return last.judged(then.size() - differs.size(), differs);
    }

    private static boolean holds(Expectation expected, List<String> actual) {
        if (expected.values().equals(List.of("wait"))) {
            return actual.get(0).startsWith("wait");
        }
        boolean ordered = !expected.of().equals("alarms");
        return ordered
                ? expected.values().equals(actual)
                : expected.values().stream()
                        .sorted()
                        .toList()
                        .equals(actual.stream().sorted().toList());
    }

    private List<String> actual(String of) {
        PairState state = scene.get(scene.size() - 1).state();
        return switch (of) {
            case "state" -> List.of(state.state().label());
            case "sentence" -> List.of(state.sentence());
            case "decision" -> List.of(decision().label());
            case "failures" -> List.of("" + state.streak().size());
            case "alarms" ->
                state.alarms().keySet().stream().map(Trigger::label).toList();
            case "notifies" ->
                scene.stream().flatMap(told -> told.notifications().stream()).toList();
            case "entries" ->
                scene.stream().flatMap(told -> told.entries().stream()).toList();
            case "changes" -> List.of(scene.stream().allMatch(Told::ignored) ? "nothing" : "something");
            default -> List.of(next(state.run(), key(of.substring("next ".length()))));
        };
    }

    /** The newest that says more than {@code nothing}. */
    private Decision decision() {
        return scene.stream()
                .map(Told::decision)
                .filter(decision -> decision != Decision.NOTHING)
                .reduce((earlier, later) -> later)
                .orElse(Decision.NOTHING);
    }

    private static ActionKey key(String name) {
        int blank = name.indexOf(' ');
        return blank < 0
                ? new ActionKey(name, 1)
                : new ActionKey(name.substring(0, blank), Integer.parseInt(name.substring(blank + 1)));
    }

    private String next(Optional<Run> run, ActionKey key) {
        if (run.isEmpty()) {
            return "nothing";
        }
        ActionRules rules = situation.rules(run.get().kind(), key).orElse(RulesReader.action());
        Next next = run.get().next(key, rules, now);
        if (next instanceof Next.Call call) {
            return "call " + call.attempt();
        }
        if (next instanceof Next.Wait wait) {
            return "wait " + Durations.show(wait.until().since(now));
        }
        return next instanceof Next.Verify ? "verify" : "pass";
    }
}
