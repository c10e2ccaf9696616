package org.pbxfailover.camel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of the system, made when needed, also where the others are virtual. For what may hang in a disk, where it would keep the carrier of a
 * virtual thread, and a few of them would keep all; and for what must be prompt: virtual threads take turns, one after the other, and behind a
 * thousand of them an answer that has come is read half a second later.
 */
public final class SystemThreads {
    static final int IDLE_SECONDS = 10;

    private SystemThreads() {}

    /**
     * A pool whose threads are made when they are needed and go when they are idle.
     *
     * @param name of the threads
     * @param most tasks at the same time; others wait
     */
    public static ExecutorService pool(String name, int most) {
        var threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
