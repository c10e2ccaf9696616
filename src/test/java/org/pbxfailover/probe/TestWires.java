package org.pbxfailover.probe;

import java.net.InetAddress;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;

/** Connections as the robot makes them, with a trust of the test's own. */
public final class TestWires implements AutoCloseable {
    private final ScheduledThreadPoolExecutor clockThread =
            new ScheduledThreadPoolExecutor(1, Daemons.named("test-deadline"));
    private final Names names = new Names(InetAddress::getAllByName);
    private final Wires wires;

    public TestWires(SSLContext trust) {
        wires = new Wires(new SocketProbe(names), Trust.of(trust), clockThread);
        clockThread.setRemoveOnCancelPolicy(true);
    }

    public Wires wires() {
        return wires;
    }

    /** How many connections are to be cut off some time. */
    public int open() {
        return clockThread.getQueue().size();
    }

    @Override
    public void close() {
        clockThread.shutdownNow();
        names.close();
    }
}
