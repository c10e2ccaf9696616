package org.pbxfailover.situation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Section;
import org.pbxfailover.config.Text;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Rules;
import org.pbxfailover.situation.Situation.Scene;

/** Reads the steps of a story, one after the other: when, what happened, what must follow. */
final class SceneReader {
    private static final List<String> EVENTS = List.of("probe", "last probe", "order", "gap", "route fails", "restart");
    /** What says more of an event, and of which events it does. */
    private static final Map<String, List<String>> DETAILS = Map.of(
            "took", List.of("probe", "last probe"),
            "round", List.of("last probe", "outside", "opinion"),
            "epoch", List.of("a stage"),
            "rules", List.of("restart"),
            "journal", List.of("restart"));

    private static final Pattern STAGE = Pattern.compile("(\\S+)(?: ([1-9][0-9]?))?");

    private final OffsetDateTime begins;
    private final RulesReader reader;
    private final Set<String> stages;
    private Rules rules;
    private Duration now = Duration.ZERO;

    SceneReader(OffsetDateTime begins, Rules rules, RulesReader reader, Set<String> stages) {
        this.begins = begins;
        this.rules = rules;
        this.reader = reader;
        this.stages = stages;
    }

    /** What a stage cannot be called, because it has a meaning of its own in a step. */
    static List<String> taken() {
        List<String> taken = new ArrayList<>(EVENTS);
        taken.addAll(DETAILS.keySet());
        taken.addAll(List.of("at", "then", "outside", "opinion"));
        return taken;
    }

    Scene scene(Section section) {
        Fields fields = new Fields(section);
        int line = section.problems().line(section.pointer());
        if (!fields.only(known(section))) {
            return new Scene(line, now, new Happening.Nothing(), List.of());
        }
        List<String> events =
                section.sections().keySet().stream().filter(this::isEvent).toList();
        if (events.size() > 1) {
            fields.complain(
                    events.get(1),
                    "is a second event in one step, after '" + events.get(0) + "': give it a step of its own");
        }
        time(fields);
        Happening happening = events.isEmpty() ? new Happening.Nothing() : happening(fields, events.get(0));
        details(fields, events.isEmpty() ? "nothing" : kind(events.get(0)));
        return new Scene(line, now, happening, new ThenReader(stages).read(section.section("then")));
    }

    /** The keys that this step may have, with the hosts, the others and the stages of the situation. */
    private List<String> known(Section section) {
        List<String> known = new ArrayList<>(List.of("at"));
        known.addAll(EVENTS);
        reader.hosts().forEach(host -> known.add("outside " + host));
        reader.opinions().forEach(by -> known.add("opinion " + by));
        known.addAll(stages);
        section.sections().keySet().stream()
                .filter(key -> action(key).isPresent())
                .forEach(known::add);
        known.addAll(DETAILS.keySet().stream().sorted().toList());
        known.add("then");
        return known;
    }

    private boolean isEvent(String key) {
        return !key.equals("at") && !key.equals("then") && !DETAILS.containsKey(key);
    }

    /** {@code dns}, {@code dns 2}: an action of a stage. */
    private Optional<ActionKey> action(String key) {
        Matcher stage = STAGE.matcher(key);
        return stage.matches() && stages.contains(stage.group(1))
                ? Optional.of(
                        new ActionKey(stage.group(1), stage.group(2) == null ? 1 : Integer.parseInt(stage.group(2))))
                : Optional.empty();
    }

    private static String kind(String event) {
        return EVENTS.contains(event)
                ? event
                : event.startsWith("outside ") ? "outside" : event.startsWith("opinion ") ? "opinion" : "a stage";
    }

    private static void details(Fields fields, String kind) {
        DETAILS.forEach((detail, kinds) -> {
            if (fields.has(detail) && !kinds.contains(kind)) {
                fields.complain(
                        detail, "has no meaning here: it belongs to " + Text.alternatives(kinds) + ", leave it out");
            }
        });
    }

    private void time(Fields fields) {
        Optional<String> text = fields.text("at", "a time");
        if (text.isEmpty()) {
            return;
        }
        Optional<Duration> at = Durations.parse(text.get()).or(() -> clock(text.get()));
        if (at.isEmpty()) {
            fields.complain(
                    "at",
                    "must be the time since the beginning such as 8s, or a time of the day such as 03:00:08.5, not '"
                            + Text.shown(text.get()) + "'");
        } else if (at.get().compareTo(now) < 0) {
            fields.complain("at", "is before the step above it: write the steps in the order of time");
        } else {
            now = at.get();
        }
    }

    private Optional<Duration> clock(String text) {
        try {
            return Optional.of(Duration.between(begins, begins.with(LocalTime.parse(text))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Happening happening(Fields fields, String key) {
        Duration timeout = kind(key).equals("outside") ? rules.outsideTimeout() : rules.timeout();
        HappeningReader happenings = new HappeningReader(fields, key, timeout);
        return switch (kind(key)) {
            case "probe" -> happenings.polled();
            case "last probe" -> happenings.lastProbed();
            case "outside" -> happenings.outside(key.substring("outside ".length()));
            case "opinion" -> happenings.opinion(key.substring("opinion ".length()));
            case "order" -> happenings.order();
            case "gap" -> happenings.away();
            case "route fails" -> happenings.brokenOff();
            case "restart" -> {
                rules = reader.rules(fields.section().section("rules"), rules);
                yield happenings.restart(rules);
            }
            default -> action(key).map(happenings::staged).orElseGet(Happening.Nothing::new);
        };
    }
}
