package org.pbxfailover.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The open epoch of a pair and how far it has come. A pass goes through the route from its beginning every time and asks for each
 * action what is {@link #next}; what is done is passed over, so that resuming after a crash is the ordinary way.
 *
 * @param notBefore no pass begins before
 * @param progress of every action begun so far, in the order of their beginning
 */
public record Run(long epoch, EpochKind kind, Moment notBefore, Map<ActionKey, Progress> progress) {

    public Run {
        progress = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(progress));
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
        Progress at = progress.getOrDefault(key, Progress.none(now));
        if (at.phase().passed()) {
            return new Next.Pass();
        }
        if (now.isBefore(at.next())) {
            return new Next.Wait(at.next());
        }
        return switch (at.phase()) {
            case ACCEPTED -> new Next.Verify();
            case CALLED, DOUBTFUL -> rules.verified() ? new Next.Verify() : new Next.Call(at.attempts() + 1);
            default -> new Next.Call(at.attempts() + 1);
        };
    }

    Run with(ActionKey key, Progress at) {
        Map<ActionKey, Progress> more = new LinkedHashMap<>(progress);
        more.put(key, at);
        return new Run(epoch, kind, notBefore, more);
    }

    /** When the next pass has something to do: the earliest moment that an action waits for. */
    public Moment due() {
        return progress.values().stream()
                .filter(at -> !at.phase().passed())
                .map(Progress::next)
                .reduce((a, b) -> a.isBefore(b) ? a : b)
                .filter(moment -> notBefore.isBefore(moment))
                .orElse(notBefore);
    }
}
