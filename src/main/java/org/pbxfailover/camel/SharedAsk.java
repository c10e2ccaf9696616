package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.core.Moment;

/**
 * One question to an outside host for everybody who wants to know before it is asked: when a thousand primaries die in one moment, a host
 * is asked as often as a thread comes to it, and not a thousand times. Nobody is given an answer to a question that was asked before they
 * wanted to know (rule I2). Thread-safe.
 *
 * @param <T> who wants to know
 */
final class SharedAsk<T> {
    /** Nobody joins a question that is not asked after that: an edit of the route may have lost it. */
    private static final Duration FRESH = Duration.ofMillis(250);

    private final Moment wanted;
    private final List<T> waiting = new ArrayList<>();
    private boolean begun;

    /** @param wanted when the first one wanted to know */
    SharedAsk(T first, Moment wanted) {
        this.wanted = wanted;
        waiting.add(first);
    }

    /** Somebody else waits for the answer, if it will be for them as well; otherwise they have to ask anew. */
    synchronized boolean join(T another, Moment now) {
        boolean joins = !begun && now.since(wanted).compareTo(FRESH) <= 0;
        if (joins) {
            waiting.add(another);
        }
        return joins;
    }

    /** It is asked now: everybody for whom the answer will be. */
    synchronized List<T> begin() {
        begun = true;
        return List.copyOf(waiting);
    }
}
