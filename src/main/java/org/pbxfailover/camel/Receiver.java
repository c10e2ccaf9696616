package org.pbxfailover.camel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Notification;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.notify.Backlog;
import org.pbxfailover.notify.Notice;
import org.pbxfailover.probe.Classify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver of notifications: what it is still to be told, and the thread that tells it, as often as its action's {@code attempts} and
 * {@code backoff} say. Whoever has news leaves it here and goes on. Thread-safe.
 */
final class Receiver implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What a receiver may ask for with {@code Retry-After}. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

    private final Notification notification;
    private final Clock clock;
    private final ProducerTemplate template;
    private final UnaryOperator<String> redact;
    private final Backlog backlog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopped;

    /** The newest notification that was given up, until a later one is taken. */
    private volatile Optional<String> unreached = Optional.empty();

    Receiver(Notification notification, Clock clock, ProducerTemplate template, Redactor redactor) {
        this.notification = notification;
        this.clock = clock;
        this.template = template;
        this.redact = redactor.of(notification.action());
        this.backlog =
                new Backlog(notification.digest().after(), notification.digest().every());
    }

    boolean wants(String event) {
        return notification.events().contains(event);
    }

    /** What it was told in vain and why, as one sentence; empty: it took the last notification, or there was none. */
    Optional<String> unreached() {
        return unreached;
    }

    /** Never waits for the receiver. */
    void tell(Notice.Single notice) {
        lock.lock();
        try {
            backlog.add(notice, clock.get());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is told any more, and nobody waits: neither for news nor for the next attempt. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (Optional<Notice> notice = next(); notice.isPresent(); notice = next()) {
                deliver(notice.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for it; empty: the end. */
    private Optional<Notice> next() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                Optional<Notice> notice = backlog.next(clock.get());
                if (notice.isPresent()) {
                    return notice;
                }
                Optional<Duration> quiet = backlog.quiet(clock.get());
                if (quiet.isPresent()) {
                    changed.awaitNanos(quiet.get().toNanos());
                } else {
                    changed.await();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Until the receiver has taken it or its attempts are used up. */
    private void deliver(Notice notice) throws InterruptedException {
        Action action = notification.action();
        Duration pause = action.backoff();
        for (int attempt = 1; ; attempt++) {
            CallAnswer answer = call(notice);
            if (answer.accepted()) {
                unreached = Optional.empty();
                return;
            }
            if (over(Duration.ZERO)) {
                return;
            }
            if (attempt >= action.attempts()) {
                String sentence = "the notification '%s' did not reach its receiver: %s"
                        .formatted(notice.headline(), answer.detail());
                unreached = Optional.of(sentence);
                LOG.error("{}", sentence);
                return;
            }
            if (over(longer(pause, answer.retryAfter()))) {
                return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    /** No shorter than the own pause, and no longer than {@link #LONGEST_REQUEST}, whatever the receiver asks for. */
    static Duration longer(Duration pause, Optional<Duration> asked) {
        Duration longest = asked.filter(wish -> wish.compareTo(pause) > 0).orElse(pause);
        return longest.compareTo(LONGEST_REQUEST) < 0 || asked.isEmpty() ? longest : LONGEST_REQUEST;
    }

    /** Whether the end came during the pause. */
    private boolean over(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private CallAnswer call(Notice notice) {
        Action action = notification.action();
        try {
            Exchange sent = template.send("direct:notify", exchange -> prepare(exchange, action, notice));
            if (sent.getException() != null) {
                return CallAnswer.refused(Classify.failure(sent.getException(), action.timeout(), redact)
                        .phrase());
            }
            if (sent.getProperty(Glue.PARTLY) instanceof String refusal) {
                LOG.warn("the notification '{}' did not reach everybody: {}", notice.headline(), redact.apply(refusal));
            }
            return ActionUrl.answer(sent, action, redact);
        } catch (RuntimeException | Error e) { // an end of this thread would be an end of all notifications
            return CallAnswer.refused(redact.apply(String.valueOf(e.getMessage())));
        }
    }

    private static void prepare(Exchange exchange, Action action, Notice notice) {
        ActionUrl.prepare(exchange, action, notice.placeholders());
        exchange.setProperty(Glue.NOTICE, notice);
        exchange.getMessage().setBody(notice.json());
    }
}
