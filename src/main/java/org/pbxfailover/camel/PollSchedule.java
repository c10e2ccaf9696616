package org.pbxfailover.camel;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * When one PBX is polled next. Intervals are from start to start; a poll that could not begin in time is begun late once and not
 * made up for, so a skipped tick is no failure (fault 24). Used under its own lock.
 */
final class PollSchedule {
    /** Between the first polls of two pairs. A process that is still cold needs several times as long for a poll as a warm one. */
    private static final long APART = 5_000_000;

    /** For what comes before and after the question itself, on a machine with much to do. */
    private static final long SPARE = 1_000_000_000;

    private final LongConsumer sooner;
    private final long every;
    private final long lostAfter;
    private final long offset;
    private final long timeout;
    private boolean ticking;
    private long first;
    private boolean heard;
    private long due;
    private long began;
    private int inFlight;
    private int lost;

    /**
     * @param offset from the first tick to the first poll; the polls keep this phase of the interval, so that many pairs stay spread over
     *     it, however long the start took or whatever held the robot up
     * @param timeout of a poll; one that has not come back long after it is lost, and polling goes on
     * @param sooner is told when a poll may begin at this moment, and not only at the one that {@link #next} said
     */
    PollSchedule(Duration every, Duration timeout, Duration offset, LongConsumer sooner) {
        this.sooner = sooner;
        this.every = every.toNanos();
        this.timeout = timeout.toNanos();
        this.lostAfter = timeout.toNanos() + Duration.ofSeconds(10).toNanos();
        this.offset = offset.toNanos();
    }

    /**
     * How long after the first tick a pair is polled first. Pairs are spread over the interval, or they would be polled in one moment for
     * ever; and no more than 200 begin within a second, which only means anything to hundreds of them: the others begin one or more
     * intervals later, in the same phase.
     *
     * @param number of the pair, from 0
     * @param pairs how many there are
     */
    static Duration offset(Duration every, int number, int pairs) {
        long rounds = Math.max(1, -Math.floorDiv(-APART * pairs, every.toNanos()));
        return every.multipliedBy(number).dividedBy(pairs).plus(every.multipliedBy(number % rounds));
    }

    /** As {@link #offset}, for a pair in whose open epoch something waits for the first poll. */
    static Duration early(int number) {
        return Duration.ofNanos(APART * number);
    }

    /** Begins a poll if one is due: answers how late it is in nanoseconds, or -1 when none is due. */
    synchronized long begin(long now) {
        if (!ticking) {
            ticking = true;
            first = now + offset;
            due = first;
        }
        boolean busy = inFlight > 0 && now - began < lostAfter;
        if (busy || now - due < 0) {
            return -1;
        }
        long late = now - due;
        lost += inFlight > 0 ? 1 : 0;
        began = now;
        inFlight = 1;
        due += every * (late / every + 1);
        return late;
    }

    /** Monotonic nanoseconds from which on a poll may begin, as things are; known from the first tick on. */
    synchronized long next() {
        long givenUp = began + lostAfter;
        return inFlight > 0 && givenUp - due > 0 ? givenUp : due;
    }

    /** A probe out of turn is made: no poll until it has come back. */
    synchronized void outOfTurn(long now) {
        began = now;
        inFlight++;
    }

    synchronized void ended() {
        heard = true;
        inFlight = Math.max(0, inFlight - 1);
        lost = 0;
        sooner.accept(next());
    }

    /** A poll came back and has found nothing, neither an answer nor a failure: the PBX is as good as not watched. */
    synchronized void cameBackEmpty() {
        inFlight = Math.max(0, inFlight - 1);
        lost++;
        sooner.accept(next());
    }

    /** Whether what the first poll found is known, or would be by now if polls came back. */
    synchronized boolean firstIsOver(long now) {
        return heard || (ticking && now - first > timeout + SPARE);
    }

    /** Whether polls begin and none comes back: two in a row were lost, so nobody watches this PBX (fault 44). */
    synchronized boolean unheard() {
        return lost > 1;
    }

    /** The next poll comes after {@code interval} from the start of the last one, if that is sooner. */
    synchronized void soon(Duration interval) {
        long at = began + interval.toNanos();
        if (ticking && at - due < 0) {
            due = at;
            sooner.accept(next());
        }
    }
}
