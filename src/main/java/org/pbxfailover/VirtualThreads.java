package org.pbxfailover;

import java.util.Properties;

/**
 * Whatever waits for somebody else waits in a virtual thread, where Java has good ones: when everything is slow at once, hundreds of threads of
 * the system would leave Java's compiler no time, and so stay slow (docs/adr/0016-virtual-threads.md).
 */
final class VirtualThreads {
    /** Until 24 a lock of the old kind holds up the thread of the system that carries it (JEP 491). */
    private static final int SINCE = 25;

    private VirtualThreads() {}

    /**
     * Sets what Camel and Java read once, so this comes before either is used. What a person has set stays.
     *
     * @param system the properties of the system
     * @param java its feature release, such as 17
     * @param processors that Java may use
     */
    static void wherePossible(Properties system, int java, int processors) {
        if (java >= SINCE) {
            system.putIfAbsent("camel.threads.virtual.enabled", "true");
            // SQLite cannot give its carrier back while it waits for the disk: on one processor nobody would be polled
            // meanwhile.
            system.putIfAbsent("jdk.virtualThreadScheduler.parallelism", Integer.toString(Math.max(2, processors)));
        }
    }
}
