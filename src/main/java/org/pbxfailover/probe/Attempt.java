package org.pbxfailover.probe;

import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request on its way: its deadline, how far it has come, and how it is cut off. The requesting thread moves it on; another
 * thread cuts it off by {@link #run()}.
 */
final class Attempt implements Runnable {
    static final String NAME = "looking up the name";
    static final String CONNECT = "connecting";
    static final String TLS = "connected, in the TLS handshake";
    static final String HEADERS = "connected, waiting for headers";
    static final String BODY = "got headers, waiting for the end of the body";

    private static final String KEY = Attempt.class.getName();

    private final long deadline;
    private final Cancellable request;
    private volatile String phase = HEADERS;
    private volatile boolean over;
    private volatile @Nullable HttpConnection opening;

    Attempt(long deadline, Cancellable request) {
        this.deadline = deadline;
        this.request = request;
    }

    static Attempt of(HttpContext context) {
        return (Attempt) context.getAttribute(KEY);
    }

    void in(HttpContext context) {
        context.setAttribute(KEY, this);
    }

    long deadline() {
        return deadline;
    }

    String phase() {
        return phase;
    }

    void phase(String now) {
        phase = now;
    }

    /** Begins (again) with whatever connection there is. */
    void begin() {
        opening = null;
        phase = HEADERS;
    }

    /**
     * A new connection is being opened. The client's own cancellation misses a connection that it is just about to open, so this one is
     * closed here as well.
     */
    void opening(HttpConnection connection) throws DeadlineException {
        opening = connection;
        check();
    }

    /** Whether the connection was opened for this request, rather than kept from an earlier one. */
    boolean fresh() {
        return opening != null;
    }

    boolean over() {
        return over;
    }

    void check() throws DeadlineException {
        if (over) {
            throw new DeadlineException(phase);
        }
    }

    /** The deadline has come: closes the socket, which ends whatever the requesting thread waits for. */
    @Override
    public void run() {
        over = true;
        try {
            request.cancel();
        } finally {
            HttpConnection connection = opening;
            if (connection != null) {
                connection.close(CloseMode.IMMEDIATE);
            }
        }
    }
}
