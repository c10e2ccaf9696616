package org.pbxfailover.probe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * When the request of an exchange must have ended, as the exchange property {@value #PROPERTY}: a {@code Long} on the scale of
 * {@link System#nanoTime()}, or a {@link Duration} that each request of the exchange has for itself. Both HTTP clients end by it.
 */
public final class Deadline {
    public static final String PROPERTY = "deadline";

    /** An exchange property: with any value, up to 1 MiB of an action's answer are read instead of 64 KiB. */
    public static final String LONG_ANSWER = "long-answer";

    private static final String SHARED = "deadline-shared";

    /** For a request whose route sets none: late is better than never. */
    static final Duration DEFAULT = Duration.ofSeconds(10);

    private Deadline() {}

    /** The requests of this exchange must end within this time from now, all together. */
    public static void set(Exchange exchange, Duration timeout) {
        exchange.removeProperty(SHARED);
        exchange.setProperty(PROPERTY, System.nanoTime() + timeout.toNanos());
    }

    /** A request has ended; those after it have the rest of the time. */
    static void share(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof Long) {
            exchange.setProperty(SHARED, true);
        }
    }

    static boolean shared(Exchange exchange) {
        return exchange.getProperty(SHARED) != null;
    }

    /** By when a request that begins now must have ended, on the scale of {@link System#nanoTime()}. */
    public static long of(Exchange exchange) {
        Object limit = exchange.getProperty(PROPERTY);
        if (limit instanceof Long nanos) {
            return nanos;
        }
        return System.nanoTime() + (limit instanceof Duration each ? each : DEFAULT).toNanos();
    }

    /**
     * The milliseconds that are left for one of several tries, at least 1.
     *
     * @throws DeadlineException when nothing is left
     */
    static int millis(long deadline, int tries, String phase) throws DeadlineException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new DeadlineException(phase);
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left / tries)));
    }
}
