package org.pbxfailover.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A small pair, to be searched. Everything that waits waits for whole {@link #UNIT}s, so that a moment is a small number.
 *
 * @param rules in live mode
 * @param activation the action of each stage, in the order of the route
 * @param failback likewise
 * @param bothModes whether it may also be started again in the other mode
 */
record Plan(
        Rules rules, Map<ActionKey, ActionRules> activation, Map<ActionKey, ActionRules> failback, boolean bothModes) {

    /** As long as the longest pause between two attempts; much longer than a poll or a confirmation. */
    static final Duration UNIT = Duration.ofMinutes(1);

    static final long UNIT_NANOS = UNIT.toNanos();

    static final Duration MAINTENANCE = UNIT;
    private static final Duration STEADY = UNIT.multipliedBy(2);
    private static final Duration GRACE = UNIT.multipliedBy(2);
    private static final ActionRules VERIFIED = action(true, true, true);
    private static final ActionRules PLAIN = action(true, false, false);
    private static final ActionRules OPTIONAL = action(false, false, false);
    private static final ActionRules DISPENSABLE = action(false, true, false);

    /**
     * Required and verified, not required, required, not required but verified by what proves nothing of a lost call: as many of them as
     * there are stages.
     */
    private static final List<ActionRules> KINDS = List.of(VERIFIED, OPTIONAL, PLAIN, DISPENSABLE);

    private static ActionRules action(boolean required, boolean verified, boolean proven) {
        return new ActionRules(
                required,
                2,
                UNIT,
                verified,
                proven,
                verified ? UNIT.multipliedBy(2) : Duration.ZERO,
                verified ? UNIT : Duration.ZERO);
    }

    static Plan of(int failures, int hosts, int needed) {
        Rules rules = new Rules(
                "acme",
                failures,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Set.of(),
                Duration.ZERO,
                hosts,
                needed,
                Duration.ofSeconds(1),
                0,
                false,
                false,
                STEADY);
        return new Plan(rules, Map.of(), Map.of(), false).stages(1, 1);
    }

    Plan stages(int activating, int failingBack) {
        return new Plan(rules, stages("go", activating), stages("back", failingBack), bothModes);
    }

    private static Map<ActionKey, ActionRules> stages(String name, int many) {
        Map<ActionKey, ActionRules> stages = new LinkedHashMap<>();
        for (int i = 1; i <= many; i++) {
            stages.put(new ActionKey(name + i, 1), KINDS.get(i - 1));
        }
        return stages;
    }

    /** The first stage of an activation has two actions, the second of which is not required. */
    Plan twoActions() {
        Map<ActionKey, ActionRules> more = new LinkedHashMap<>();
        activation.forEach((key, of) -> {
            more.put(key, of);
            if (more.size() == 1) {
                more.put(new ActionKey(key.stage(), 2), OPTIONAL);
            }
        });
        return new Plan(rules, more, failback, bothModes);
    }

    Plan opinions(int many) {
        return with(rules.grace(), many, rules.standDown());
    }

    Plan grace() {
        return with(GRACE, rules.opinions(), rules.standDown());
    }

    Plan standDown() {
        return with(rules.grace(), rules.opinions(), true);
    }

    /** Polls and last probes fail in a way that proves nothing elsewhere. */
    Plan countingAlso(FailureClass failure) {
        Rules more = new Rules(
                rules.pair(),
                rules.failures(),
                rules.every(),
                rules.timeout(),
                Set.of(failure),
                rules.grace(),
                rules.hosts(),
                rules.needed(),
                rules.outsideTimeout(),
                rules.opinions(),
                rules.shadow(),
                rules.standDown(),
                rules.stableFor());
        return new Plan(more, activation, failback, bothModes);
    }

    /** How a poll fails that counts: in the usual way, or as only this pair counts it. */
    FailureClass counted(FailureClass usual) {
        return rules.countAlso().stream().findFirst().orElse(usual);
    }

    Plan inBothModes() {
        return new Plan(rules, activation, failback, true);
    }

    private Plan with(Duration grace, int opinions, boolean standDown) {
        return new Plan(rules(rules, grace, opinions, false, standDown), activation, failback, bothModes);
    }

    /** As they hold in a mode. */
    Rules rules(boolean shadow) {
        return shadow ? rules(rules, rules.grace(), rules.opinions(), true, rules.standDown()) : rules;
    }

    private static Rules rules(Rules of, Duration grace, int opinions, boolean shadow, boolean standDown) {
        return new Rules(
                of.pair(),
                of.failures(),
                of.every(),
                of.timeout(),
                of.countAlso(),
                grace,
                of.hosts(),
                of.needed(),
                of.outsideTimeout(),
                opinions,
                shadow,
                standDown,
                of.stableFor());
    }

    Map<ActionKey, ActionRules> stages(EpochKind kind) {
        return kind == EpochKind.FAIL_BACK ? failback : activation;
    }

    ActionRules action(ActionKey key) {
        return Optional.ofNullable(activation.get(key)).orElseGet(() -> failback.get(key));
    }

    /** Everything that the bounds allow, at once. */
    static Plan whole(int failures, int needed, int opinions) {
        return of(failures, 3, needed)
                .opinions(opinions)
                .stages(4, 2)
                .grace()
                .standDown()
                .inBothModes();
    }

    @Override
    public String toString() {
        return "K=" + rules.failures() + ", " + rules.needed() + " of " + rules.hosts() + " hosts, "
                + rules.opinions() + (rules.opinions() == 1 ? " opinion, " : " opinions, ") + activation.size()
                + " and "
                + failback.size() + " actions" + (rules.grace().isZero() ? "" : ", grace")
                + rules.countAlso().stream()
                        .map(also -> ", " + also.label() + " counts")
                        .collect(Collectors.joining())
                + (rules.standDown() ? ", stand-down" : "") + (bothModes ? ", live and shadow" : "");
    }
}
