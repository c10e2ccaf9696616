package org.pbxfailover.situation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pbxfailover.config.Defaults;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Section;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Rules;

/** The pair's configuration, as far as its decisions depend on it; what is left out is as in the robot's own configuration. */
final class RulesReader {
    private static final List<String> KEYS = List.of(
            "failures",
            "every",
            "timeout",
            "count-also",
            "grace",
            "hosts",
            "needed",
            "outside-timeout",
            "opinions",
            "mode",
            "when-back",
            "stable-for");
    private static final List<String> ACTION = List.of("required", "attempts", "backoff", "verify");

    /** Names that steps may use. */
    private List<String> hosts = List.of("a", "b", "c");

    private List<String> opinions = List.of();

    static Rules defaults() {
        return new Rules(
                "acme",
                Defaults.FAILURES,
                usual(Defaults.PRIMARY_EVERY),
                usual(Defaults.PROBE_TIMEOUT),
                Set.of(),
                usual(Defaults.GRACE),
                3,
                2,
                usual(Defaults.INTERNET_TIMEOUT),
                0,
                false,
                false,
                usual(Defaults.STABLE_FOR));
    }

    List<String> hosts() {
        return hosts;
    }

    List<String> opinions() {
        return opinions;
    }

    /**
     * @param before what holds for keys that are absent
     */
    Rules rules(Section section, Rules before) {
        Fields fields = new Fields(section);
        if (!fields.only(KEYS)) {
            return before;
        }
        hosts = fields.texts("hosts", hosts);
        opinions = fields.texts("opinions", opinions);
        int usual = section.has("hosts") ? hosts.size() / 2 + 1 : before.needed();
        return new Rules(
                before.pair(),
                fields.number("failures", before.failures(), 1, 100),
                fields.duration("every", before.every()),
                fields.duration("timeout", before.timeout()),
                section.has("count-also") ? classes(fields) : before.countAlso(),
                fields.duration("grace", before.grace()),
                hosts.size(),
                fields.number("needed", usual, 1, Math.max(1, hosts.size())),
                fields.duration("outside-timeout", before.outsideTimeout()),
                opinions.size(),
                fields.word("mode", Map.of("live", false, "shadow", true)).orElse(before.shadow()),
                fields.word("when-back", Map.of("ask", false, "stand-down", true))
                        .orElse(before.standDown()),
                fields.duration("stable-for", before.stableFor()));
    }

    private static Set<FailureClass> classes(Fields fields) {
        return fields.words("count-also", Findings.failures()).stream()
                .filter(Findings.failures()::contains)
                .map(word -> FailureClass.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The stages of one way, each with one action or a list of them. */
    Map<String, List<ActionRules>> stages(Section section, List<String> taken) {
        Map<String, List<ActionRules>> stages = new LinkedHashMap<>();
        if (section.node().isMissingNode()) {
            return stages;
        }
        if (!section.node().isObject()) {
            new Fields(section).only(List.of());
            return stages;
        }
        section.sections().forEach((name, stage) -> {
            if (taken.contains(name) || name.contains(" ")) {
                section.complain(
                        name, section.path(name) + " cannot be the name of a stage here: give it another, of one word");
            }
            stages.put(name, section.list(name).stream().map(this::action).toList());
        });
        return stages;
    }

    /** Of an action of which the file says nothing. */
    static ActionRules action() {
        return new ActionRules(true, Defaults.ATTEMPTS, usual(Defaults.BACKOFF), false, Duration.ZERO, Duration.ZERO);
    }

    private ActionRules action(Section section) {
        Fields fields = new Fields(section);
        fields.only(ACTION);
        Section verify = section.section("verify");
        Fields effect = new Fields(verify);
        effect.only(List.of("within", "every"));
        boolean verified = !verify.node().isMissingNode();
        return new ActionRules(
                fields.flag("required", true),
                fields.number("attempts", Defaults.ATTEMPTS, 1, 100),
                fields.duration("backoff", usual(Defaults.BACKOFF)),
                verified,
                verified ? effect.duration("within", usual(Defaults.VERIFY_WITHIN)) : Duration.ZERO,
                verified ? effect.duration("every", usual(Defaults.VERIFY_EVERY)) : Duration.ZERO);
    }

    private static Duration usual(String duration) {
        return Durations.parse(duration).orElseThrow();
    }
}
