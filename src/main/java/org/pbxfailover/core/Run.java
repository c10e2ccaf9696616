package org.pbxfailover.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open epoch of a pair and how far it has come. A pass goes through the route from its beginning every time and asks for each
 * action what is {@link #next}; what is done is passed over, so that resuming after a crash is the ordinary way.
 *
 * @param reason the sentence with which it was opened
 * @param notBefore nothing is called before
 * @param progress of every action begun so far, in the order of their beginning
 */
public record Run(long epoch, EpochKind kind, String reason, Moment notBefore, Map<ActionKey, Progress> progress) {

    public Run {
        progress = Collections.unmodifiableMap(new LinkedHashMap<>(progress));
    }

    /** Whether the call of any stage may already have happened. */
    public boolean begun() {
        return !progress.isEmpty();
    }

    public Optional<Progress> of(ActionKey key) {
        return Optional.ofNullable(progress.get(key));
    }

    /** What to do with an action now (rules I5, I6). */
    public Next next(ActionKey key, ActionRules rules, Moment now) {
        Progress at = progress(key, now);
        if (at.phase().passed()) {
            return new Next.Pass();
        }
        Moment earliest = at.next().isBefore(notBefore) ? notBefore : at.next();
        if (now.isBefore(earliest)) {
            return new Next.Wait(earliest);
        }
        boolean look = at.phase() == Progress.Phase.ACCEPTED || (at.doubtful() && rules.proven());
        return look && rules.verified() ? new Next.Verify() : new Next.Call(at.attempts() + 1);
    }

    /** When the next pass has something to do: the earliest moment that an action waits for. */
    public Moment due() {
        return progress.values().stream()
                .filter(at -> !at.phase().passed())
                .map(Progress::next)
                .reduce((a, b) -> a.isBefore(b) ? a : b)
                .orElse(notBefore);
    }

    /** Whether it may be closed at the end of the route; an activation that has not called anything is not complete. */
    boolean complete() {
        return passed() == progress.size() && (begun() || kind == EpochKind.FAIL_BACK);
    }

    /** Whether the action is done or given up. */
    public boolean passed(ActionKey key) {
        return of(key).filter(at -> at.phase().passed()).isPresent();
    }

    long passed() {
        return progress.values().stream().filter(at -> at.phase().passed()).count();
    }

    /** What it goes on without, for a sentence: empty, or {@code , without what was given up in fence}. */
    String without() {
        List<String> stages = progress.entrySet().stream()
                .filter(entry -> entry.getValue().phase() == Progress.Phase.GIVEN_UP)
                .map(entry -> entry.getKey().stage())
                .distinct()
                .toList();
        return stages.isEmpty() ? "" : ", without what was given up in " + String.join(", ", stages);
    }

    /** Another stage that was begun and is not done. */
    Optional<String> unfinishedBeside(String stage) {
        return progress.entrySet().stream()
                .filter(entry -> !entry.getValue().phase().passed())
                .map(entry -> entry.getKey().stage())
                .filter(begun -> !begun.equals(stage))
                .findFirst();
    }

    Progress progress(ActionKey key, Moment now) {
        return progress.getOrDefault(key, Progress.none(now));
    }

    Run with(ActionKey key, Progress at) {
        Map<ActionKey, Progress> more = new LinkedHashMap<>(progress);
        more.put(key, at);
        return new Run(epoch, kind, reason, notBefore, more);
    }

    Run because(String sentence) {
        return new Run(epoch, kind, sentence, notBefore, progress);
    }

    Run notBefore(Moment earliest) {
        return new Run(epoch, kind, reason, earliest, progress);
    }
}
