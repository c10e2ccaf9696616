package org.pbxfailover.camel;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the watch has to look at each pair next: one number for each, so that a tick reads numbers and touches only the pairs that are
 * due, however many are guarded. Whoever brings something forward changes it first and says so here afterwards; only the watch puts off,
 * before it looks. So nothing is lost when both happen at once, and one look too many does no harm. Thread-safe.
 */
final class Agenda {
    /** From now on in nanoseconds; about 146 years. */
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final AtomicLongArray looks;

    /**
     * @param pairs how many; each is known by its number from 0
     * @param first monotonic nanoseconds of the first look at all of them
     */
    Agenda(int pairs, long first) {
        looks = new AtomicLongArray(pairs);
        for (int pair = 0; pair < pairs; pair++) {
            looks.set(pair, first);
        }
    }

    /** The next look at this pair comes at {@code when}, if that is sooner. */
    void sooner(int pair, long when) {
        looks.accumulateAndGet(pair, when, (one, other) -> one - other < 0 ? one : other);
    }

    /**
     * The first pair from {@code from} on that has to be looked at now, or -1. It is off the agenda then, until somebody puts it on again:
     * do so when it has been looked at, whatever came of it.
     */
    int take(int from, long now) {
        for (int pair = from; pair < looks.length(); pair++) {
            if (looks.get(pair) - now <= 0) {
                looks.set(pair, now + NEVER);
                return pair;
            }
        }
        return -1;
    }
}
