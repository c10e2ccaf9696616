package org.pbxfailover.situation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Suggest;
import org.pbxfailover.config.Text;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Rules;
import org.pbxfailover.situation.Happening.Doing;

/** Reads what happened at one step; what cannot be read is complained of and counts as nothing. */
record HappeningReader(Fields fields, String key, Duration timeout) {
    private static final String ORDERS =
            "failover, failback, acknowledge, maintenance 30m or maintenance off, and by whom, such as failover by anna";
    private static final String DOINGS =
            "begins, accepted, failed, broken off, unanswered, seen, not seen or unknown, with details after a comma such as failed, 503 Service Unavailable";
    private static final Pattern ORDER =
            Pattern.compile("(failover|failback|acknowledge|maintenance off|maintenance (\\S+)) by (.+)");
    private static final Pattern DOING = Pattern.compile("([a-z ]+)(?:, *(.+))?");

    Happening polled() {
        return finding()
                .<Happening>map(found -> new Happening.Polled(found, took(found)))
                .orElseGet(Happening.Nothing::new);
    }

    Happening lastProbed() {
        return finding()
                .<Happening>map(found -> new Happening.LastProbed(found, took(found), number("round")))
                .orElseGet(Happening.Nothing::new);
    }

    Happening outside(String host) {
        return finding()
                .<Happening>map(found -> new Happening.OutsideAsked(host, found, number("round")))
                .orElseGet(Happening.Nothing::new);
    }

    Happening opinion(String by) {
        return finding()
                .<Happening>map(found -> new Happening.OpinionAsked(by, found, number("round")))
                .orElseGet(Happening.Nothing::new);
    }

    private Optional<Finding> finding() {
        Optional<String> words = fields.text(key, Findings.EXPECTED);
        Optional<Finding> finding = words.flatMap(text -> Findings.parse(text, timeout));
        if (words.isPresent() && finding.isEmpty()) {
            complain(Findings.EXPECTED, words.get(), Findings.hint(words.get()));
        }
        return finding;
    }

    /** A time-out takes the whole time that there is; anything else no time, where the file does not say more. */
    private Duration took(Finding finding) {
        boolean whole = finding instanceof Finding.Failed failed && failed.failure() == FailureClass.TIMEOUT;
        return fields.has("took") ? fields.duration("took", timeout) : whole ? timeout : Duration.ZERO;
    }

    private Optional<Long> number(String of) {
        return fields.has(of) ? Optional.of((long) fields.number(of, 1, 1, 1_000_000)) : Optional.empty();
    }

    Happening order() {
        Optional<String> text = fields.text(key, ORDERS);
        Matcher order = ORDER.matcher(text.orElse(""));
        if (!order.matches()) {
            String word = text.orElse("").replaceFirst(" .*", "");
            String hint = Suggest.nearest(word, List.of("failover", "failback", "acknowledge", "maintenance"))
                    .filter(meant -> !meant.equals(word))
                    .map(meant -> ", did you mean '" + meant + "'?")
                    .orElse("");
            text.ifPresent(written -> complain(ORDERS, written, hint));
            return new Happening.Nothing();
        }
        String by = order.group(3);
        Event.Order event = switch (order.group(1)) {
            case "failover" -> new Event.OrderFailover(by);
            case "failback" -> new Event.OrderFailBack(by);
            case "acknowledge" -> new Event.Acknowledge(by);
            case "maintenance off" -> new Event.EndMaintenance(by);
            default -> new Event.OrderMaintenance(length(order.group(2)), by);
        };
        return new Happening.Ordered("order: " + text.orElseThrow(), event);
    }

    private Duration length(String text) {
        Optional<Duration> length = Durations.parse(text);
        if (length.isEmpty()) {
            complain("maintenance with a duration, such as maintenance 30m by anna", "maintenance " + text, "");
        }
        return length.orElse(Duration.ZERO);
    }

    Happening away() {
        Duration away = fields.duration(key, Duration.ofMinutes(3));
        return new Happening.Away("gap: " + Durations.show(away), away);
    }

    Happening brokenOff() {
        return new Happening.BrokenOff(
                fields.text(key, "some words on what fails in it").orElse(""));
    }

    Happening restart(Rules rules) {
        String how = fields.text(key, "some words on why it was started again").orElse("");
        Optional<String> distrust = fields.text("journal", "a sentence on why it cannot be trusted");
        return new Happening.Restarted(
                "restart: " + how + distrust.map(why -> "; " + why).orElse(""), rules, distrust);
    }

    Happening staged(ActionKey action) {
        Optional<String> text = fields.text(key, DOINGS);
        Matcher words = DOING.matcher(text.orElse(""));
        Optional<Doing> doing = words.matches()
                ? Arrays.stream(Doing.values())
                        .filter(known -> known.label().equals(words.group(1)))
                        .findFirst()
                : Optional.empty();
        if (doing.isEmpty()) {
            text.ifPresent(written -> complain(DOINGS, written, ""));
            return new Happening.Nothing();
        }
        String detail = Optional.ofNullable(words.group(2)).orElse(doing.get().detail());
        return new Happening.Staged(action, doing.get(), detail, number("epoch"));
    }

    private void complain(String expected, String written, String hint) {
        fields.complain(key, "must be " + expected + ", not '" + Text.shown(written) + "'" + hint);
    }
}
