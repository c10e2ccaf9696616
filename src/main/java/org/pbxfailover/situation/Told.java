package org.pbxfailover.situation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Step;
import org.pbxfailover.situation.Situation.Expectation;

/**
 * One line of a story as the robot lived it.
 *
 * @param at since the beginning
 * @param what happened, in words
 * @param entries written to the journal, in words
 * @param news what log and notifications say
 * @param ignored whether it changed nothing at all
 * @param held how many expectations hold after it
 * @param differs those that do not
 */
public record Told(
        Duration at,
        String what,
        PairState state,
        Decision decision,
        List<String> entries,
        List<Step.News> news,
        boolean ignored,
        int held,
        List<Difference> differs) {

    /** An expectation that does not hold. */
    public record Difference(Expectation expected, List<String> actual) {

        /** {@code the state is watching, not suspect}. */
        public String sentence() {
            if (expected.of().equals("changes")) {
                return "this changed something, and should have changed nothing";
            }
            boolean many =
                    List.of("alarms", "failures", "entries", "notifications").contains(subject());
            return "the " + subject() + (many ? " are " : " is ") + shown(actual) + ", not " + shown(expected.values());
        }

        private String subject() {
            return expected.of().equals("notifies")
                    ? "notifications"
                    : expected.of().startsWith("next ")
                            ? "next for" + expected.of().substring(4)
                            : expected.of();
        }

        private static String shown(List<String> values) {
            return values.isEmpty() ? "none" : "'" + String.join("', '", values) + "'";
        }
    }

    Told judged(int held, List<Difference> differs) {
        return new Told(at, what, state, decision, entries, news, ignored, held, List.copyOf(differs));
    }

    /** The sentences that a person is told, without repetition. */
    public List<String> sentences() {
        return news.stream().map(Step.News::sentence).toList();
    }

    /** The notifications that go out, by their names. */
    public List<String> notifications() {
        return news.stream().map(Step.News::event).flatMap(Optional::stream).toList();
    }
}
