package org.pbxfailover.situation;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Rules;

/**
 * One situation, as it was written.
 *
 * @param file as the person named it
 * @param about what it is about, in a sentence
 * @param begins what a clock on the wall shows at its beginning
 * @param clock whether its times are told as those of a clock; otherwise as the time since its beginning
 * @param rules of the pair at the beginning
 * @param activation the actions of each stage, in the order of the route
 * @param failback likewise
 * @param story what happened, in the order of time
 */
public record Situation(
        String file,
        String about,
        OffsetDateTime begins,
        boolean clock,
        Rules rules,
        Map<String, List<ActionRules>> activation,
        Map<String, List<ActionRules>> failback,
        List<Scene> story) {

    /**
     * One step of the story.
     *
     * @param line where it stands in the file
     * @param at since the beginning
     * @param then what must follow from it, if the file says so
     */
    public record Scene(int line, Duration at, Happening happening, List<Expectation> then) {}

    /**
     * What must hold after a step.
     *
     * @param line where it stands in the file
     * @param of what is looked at: {@code state}, {@code decision}, {@code next reload} ...
     * @param values in the words of {@link Told}
     */
    public record Expectation(int line, String of, List<String> values) {}

    Map<String, List<ActionRules>> stages(EpochKind kind) {
        return kind == EpochKind.FAIL_BACK ? failback : activation;
    }

    /** Of an action in an epoch; empty: that way has no such action. */
    Optional<ActionRules> rules(EpochKind kind, ActionKey key) {
        return Optional.ofNullable(stages(kind).get(key.stage()))
                .filter(actions -> key.action() <= actions.size())
                .map(actions -> actions.get(key.action() - 1));
    }
}
