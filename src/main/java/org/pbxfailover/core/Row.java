package org.pbxfailover.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pair at the moment of an event, looking for its row in the table of {@link Transitions}. */
final class Row {
    private static final Pattern WORD = Pattern.compile("\\{([a-z]+)}");

    final PairState state;
    final Rules rules;
    final Moment now;
    private final Map<String, String> words;

    Row(PairState state, Rules rules, Moment now) {
        this(state, rules, now, Map.of());
    }

    private Row(PairState state, Rules rules, Moment now, Map<String, String> words) {
        this.state = state;
        this.rules = rules;
        this.now = now;
        this.words = words;
    }

    Row with(PairState next) {
        return new Row(next, rules, now, words);
    }

    Row put(String word, String value) {
        Map<String, String> more = new HashMap<>(words);
        more.put(word, value);
        return new Row(state, rules, now, more);
    }

    Row why(String value) {
        return put("why", value);
    }

    Step take(Trigger trigger, PairState prepared) {
        return take(trigger, prepared, List.of());
    }

    /**
     * Goes the way that the table shows for the trigger, if it shows one.
     *
     * @param prepared what is known after the event, still in the state before it
     */
    Step take(Trigger trigger, PairState prepared, List<Entry> entries) {
        Optional<Transition> found = Transitions.from(state.state(), trigger);
        if (found.isEmpty()) {
            return Step.none(state);
        }
        Transition row = found.get();
        String sentence = sentence(row.sentence(), prepared);
        boolean reported = state.attention().knows(trigger);
        boolean isNew = row.from() != row.to()
                || !(reported || (trigger.counts() && prepared.attention().any()));
        PairState next = prepared.to(row.to(), now, isNew ? sentence : prepared.sentence());
        if (row.alarm()) {
            next = next.with(next.attention().raise(trigger, sentence));
        }
        Optional<String> event = reported ? Optional.empty() : row.event();
        Optional<Step.News> news = isNew ? Optional.of(new Step.News(row.to(), sentence, event)) : Optional.empty();
        return new Step(next, row.decision(), entries, news);
    }

    /** That the primary is down, for the journal. */
    Entry primaryDown() {
        String detail =
                state.streak().newest().map(probe -> probe.finding().phrase()).orElse("it did not answer before");
        return new Entry.PrimaryDown(rules.pair(), now.wall(), state.epoch(), detail);
    }

    private String sentence(String template, PairState prepared) {
        Matcher matcher = WORD.matcher(template);
        return matcher.replaceAll(word -> Matcher.quoteReplacement(word(word.group(1), prepared)));
    }

    private String steady() {
        return Humane.duration(rules.stableFor()) + " (when-back: stand-down)";
    }

    /** In shadow it never does, whatever is configured. */
    private boolean standsDown() {
        return rules.standDown() && !rules.shadow();
    }

    /** A switchover away from a primary that goes on answering is not undone. */
    private String back(PairState prepared) {
        boolean there = !prepared.primaryReturned() && !prepared.primaryDown();
        if (!standsDown() || there) {
            boolean unless = standsDown() && prepared.suspension().isEmpty();
            return "going back is a person's decision"
                    + (unless ? ", unless the primary goes away and comes back (when-back: stand-down)" : "");
        }
        String when =
                prepared.primaryReturned() ? "once the primary, which is back," : "when the primary comes back and";
        return "the robot goes back by itself " + when + " has answered for " + steady() + notNow(prepared);
    }

    private static String notNow(PairState prepared) {
        return prepared.suspension()
                .map(by ->
                        by.until().isPresent() ? ", but not during the maintenance" : ", but not before it is released")
                .orElse("");
    }

    private String word(String name, PairState prepared) {
        return switch (name) {
            case "n" -> String.valueOf(prepared.streak().size());
            case "k" -> String.valueOf(rules.failures());
            case "epoch" -> String.valueOf(prepared.epoch());
            case "back" -> back(prepared);
            case "choice" ->
                standsDown()
                        ? "the robot goes back by itself when it has answered for " + steady()
                                + "; a maintenance or a hold prevents that"
                        : "keep the primary's service stopped, or go back to it: that is a person's decision";
            default -> words.getOrDefault(name, "");
        };
    }
}
