package org.pbxfailover.core;

import java.util.Locale;

/** Why a probe did not find the primary alive: the class decides whether it counts, not only that it failed. */
public enum FailureClass {
    /** The address answers, the port does not (TCP reset on connect). */
    REFUSED(true),
    /** No route to the host or network. */
    UNREACHABLE(true),
    /** The total deadline passed: no connection, no TLS, no headers or no end of the body in time. */
    TIMEOUT(true),
    /** The connection was accepted and then cut before an answer was complete. */
    RESET(true),
    /** An HTTP answer whose status does not count as alive. */
    STATUS(true),
    /** A good status, but the expected text is missing. */
    BODY(true),
    /** Bytes that are no HTTP. */
    PROTOCOL(true),
    /** The name does not resolve: the zone's fault or the robot's own, in neither case a dead PBX (faults 23, 33). */
    NAME(false),
    /** The TLS handshake failed while the server was there to fail it (fault 29). */
    TLS(false, true),
    /** 401, 403 or 429: somebody is there and refuses us (fault 12). */
    DENIED(false, true),
    /** The web server answers and the SIP side of the same PBX does not (fault 9). */
    SIP(false, true),
    /** This machine has no way to the address, so nobody was asked (rule I9). Unlike what is {@link #OWN} it will be so the next time, too. */
    ROUTE(false),
    /** The probe could not be carried out for a reason of the robot's own; says nothing about the primary (rule I9). */
    OWN(false);

    private final boolean counts;
    private final boolean life;

    FailureClass(boolean counts) {
        this(counts, false);
    }

    FailureClass(boolean counts, boolean life) {
        this.counts = counts;
        this.life = life;
    }

    /** Whether a failure of this class is evidence that the primary is dead, unless {@link Rules#countAlso} says so. The others alarm and break a streak. */
    public boolean counts() {
        return counts;
    }

    /** Whether only somebody who is there can fail in this way. */
    boolean showsLife() {
        return life;
    }

    /** The word used in configuration, log and API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
