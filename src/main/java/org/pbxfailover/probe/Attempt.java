package org.pbxfailover.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
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
    /** The robot has not come to it yet; when the time is up then, that says nothing about the other side. */
    static final String NOTHING = "nothing was sent";

    /** The other side has said something, and the robot has not come to it: that says nothing about the other side, either. */
    static final String UNREAD = "what had come was not read";

    static final String NAME = "looking up the name";
    static final String CONNECT = "connecting";
    static final String TLS = "connected, in the TLS handshake";
    static final String HEADERS = "connected, waiting for headers";

    private static final String GOT = "got status ";

    /** Not the robot's fault: the requests of one action have one time together. */
    static final String LATER = "the requests before took most of it";

    /**
     * Where a host is to be found.
     *
     * @param name or address, as it was asked for
     * @param addresses at least one
     */
    record Place(String name, List<InetAddress> addresses) {}

    private static final String KEY = Attempt.class.getName();

    private final long began = System.nanoTime();
    private final long deadline;
    private final Cancellable request;
    private final String start;
    private volatile String phase;
    private volatile Optional<Place> pin = Optional.empty();
    private volatile String aside = "";
    private volatile long lookup;
    private volatile boolean over;
    private volatile @Nullable HttpConnection opening;
    private volatile Turn turn = Turn.OTHERS;

    /**
     * @param later whether other requests have used the same time before
     */
    Attempt(long deadline, Cancellable request, boolean later) {
        this.start = later ? LATER : NOTHING;
        this.phase = start;
        this.deadline = deadline;
        this.request = request;
    }

    /** An answer without its end is none; but what it began with helps whoever looks for the cause. */
    void gotHeaders(int status) {
        phase(GOT + status + ", waiting for the end of the body");
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

    /**
     * The milliseconds for one of several tries, at least 1.
     *
     * @throws IOException when nothing is left
     */
    int share(int tries) throws IOException {
        try {
            return Deadline.millis(deadline, tries, phase);
        } catch (DeadlineException e) {
            throw late();
        }
    }

    String phase() {
        return phase;
    }

    void phase(String now) {
        turn = Turn.OTHERS;
        phase = now;
    }

    /** From now on the other side is waited for, until the next phase. */
    void waits(String now, Turn whose) {
        phase = now;
        turn = whose;
    }

    /** Connects to another host than the request names. */
    Place pin(String name, Names names) throws IOException {
        Place place = lookUp(name, names);
        pin = Optional.of(place);
        return place;
    }

    /** Where to connect to for a host: to where this is pinned, or else to the host's own addresses. */
    Place place(String host, Names names) throws IOException {
        return pin.isPresent() ? pin.get() : lookUp(host, names);
    }

    private Place lookUp(String name, Names names) throws IOException {
        phase = NAME;
        long from = System.nanoTime();
        List<InetAddress> addresses = names.resolve(name, deadline);
        lookup = System.nanoTime() - from;
        return new Place(name, addresses);
    }

    /** What else is to be said when the time is up: which addresses did not let us in before. */
    void aside(String words) {
        aside = words;
    }

    /** Begins (again) with whatever connection there is. */
    void begin() {
        opening = null;
        phase(start);
        aside = "";
    }

    /**
     * A new connection is being opened. The client's own cancellation misses a connection that it is just about to open, so this one is
     * closed here as well.
     */
    void opening(HttpConnection connection) throws IOException {
        opening = connection;
        check();
    }

    /** Connected; now TLS is laid over it. */
    void shakesHands(Socket socket) {
        waits(TLS, Turn.inHandshake(socket));
    }

    /** The request is about to be sent there. */
    void listens(HttpConnection connection) {
        waits(HEADERS, Turn.ofAnswer(connection));
    }

    /** Whether the connection was opened for this request, rather than kept from an earlier one. */
    boolean fresh() {
        return opening != null;
    }

    boolean over() {
        return over;
    }

    void check() throws IOException {
        if (over) {
            throw late();
        }
    }

    /** What is wrong when the time is up: the other side is slow, unless the robot's own name service took most of the time (rule I9). */
    IOException late() {
        return Names.late(lookup, deadline - began).orElseGet(() -> new DeadlineException(phase + aside));
    }

    /** Whether the request may have reached the other side, so that there may be an answer. */
    boolean sent() {
        return HEADERS.equals(phase) || phase.startsWith(GOT);
    }

    /** Whether it is the robot's turn: the other side has said something. */
    boolean unread() {
        return turn.isRobots();
    }

    /** Before anything is closed: whose turn is it? Of a time that other requests have used as well this says nothing. */
    private void blame() {
        if (!start.equals(LATER) && unread()) {
            phase = UNREAD;
        }
    }

    /** The same as {@link #late}, when a read or a handshake found out first. */
    IOException lateAlready() {
        blame();
        return late();
    }

    /** The deadline has come: closes the socket, which ends whatever the requesting thread waits for. */
    @Override
    public void run() {
        blame();
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
