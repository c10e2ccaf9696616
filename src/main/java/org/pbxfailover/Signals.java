package org.pbxfailover;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/** SIGTERM and SIGINT as an ordinary end: the command returns and the process ends with its exit status, not with the signal's. */
final class Signals {
    private Signals() {}

    /** Counted down at the first of them. */
    static CountDownLatch stop() {
        CountDownLatch stop = new CountDownLatch(1);
        Signal.handle(new Signal("TERM"), signal -> stop.countDown());
        Signal.handle(new Signal("INT"), signal -> stop.countDown());
        return stop;
    }
}
