package org.pbxfailover;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How many threads of the system carry the virtual ones: one while that is enough. Every time a virtual thread has something to do, Java wakes a
 * carrier that idles beside the one that works, which costs more than a poll does. As soon as virtual threads queue there are as many as Java
 * began with: when everybody dies at once, and when the one carrier waits for a disk, which it cannot leave. Not thread-safe.
 */
final class Carriers {
    private static final String PARALLELISM = "Parallelism";

    /** So many that queue at one tick are no chance. */
    private static final int MANY = 20;

    /** Nobody is held up for longer than so many ticks of the watch, 20 ms each. */
    private static final int HELD_UP = 3;

    private static final int CALM = 250;

    /** What Java says of its carriers, and takes. */
    interface Scheduler {
        /** Virtual threads that could go on if a carrier had time. */
        long queued();

        void carriers(int number);
    }

    private final Scheduler scheduler;
    private final int most;
    private int now;
    private int queues;
    private int calm;

    /** @param most at least 1; so many there are at first */
    Carriers(Scheduler scheduler, int most) {
        this.scheduler = scheduler;
        this.most = most;
        this.now = most;
    }

    /** Those of this Java; where it has none, or does not say so, nothing is ever done. */
    static Carriers ofThisJava() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName("jdk.management:type=VirtualThreadScheduler"); // since Java 24
            int most = server.isRegistered(name) ? (Integer) server.getAttribute(name, PARALLELISM) : 1;
            return new Carriers(new OfJava(server, name), most);
        } catch (JMException e) {
            throw new IllegalStateException(e); // the name is one, and what is registered has the attribute
        }
    }

    /** At each tick of the watch, in a thread of the system. */
    void suit() {
        if (most == 1) {
            return;
        }
        long queued = scheduler.queued();
        queues = queued == 0 ? 0 : queues + 1;
        boolean needed = queued >= MANY || queues >= HELD_UP;
        calm = needed ? 0 : calm + 1;
        if (needed) {
            set(most);
        } else if (calm >= CALM) {
            set(1);
        }
    }

    private void set(int number) {
        if (number != now) {
            now = number;
            scheduler.carriers(number);
        }
    }

    private record OfJava(MBeanServer server, ObjectName name) implements Scheduler {
        @Override
        public long queued() {
            try {
                return (Long) server.getAttribute(name, "QueuedVirtualThreadCount");
            } catch (JMException e) {
                return MANY; // not known: as many as there may be
            }
        }

        @Override
        public void carriers(int number) {
            try {
                server.setAttribute(name, new Attribute(PARALLELISM, number));
            } catch (JMException e) {
                throw new IllegalStateException(e); // it is registered for as long as Java runs
            }
        }
    }
}
