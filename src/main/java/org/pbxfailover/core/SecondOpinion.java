package org.pbxfailover.core;

/**
 * What somebody else than the web server of the primary says of it, asked after the last tolerated failure: its own SIP side, or a witness.
 * One that sees it alive vetoes the failover (faults 2 and 10); one that does not, or does not answer, proves nothing more.
 *
 * @param by who said it, unique within a confirmation: {@code its SIP side} or {@code witness dc3.example:8080}; it stands before "answers ({detail})"
 * @param alive whether it sees the primary alive
 * @param detail one phrase for people, without secrets
 */
public record SecondOpinion(String by, boolean alive, String detail) {
    /** Not somebody who sees the primary, but what the configuration makes a reason not to fail over; it is asked and vetoes like the others. */
    public static final String READINESS = "readiness.fatal";

    /**
     * What the core is to hear of it. What the robot could not ask or read for a reason of its own is no silence (rule I9): it proves as
     * little as a last probe of that kind, and is heard as one. That this machine has no way to somebody ({@link FailureClass#ROUTE}) stays
     * silence: it will be the same the next time, and nobody would ever be switched.
     *
     * @param round of the confirmation in which was asked
     * @param probe that brought this opinion
     */
    public Event heard(long round, Probe probe) {
        return probe.finding() instanceof Finding.Failed failed && failed.failure() == FailureClass.OWN
                ? new Event.LastProbed(round, probe.notHeard(by, failed))
                : new Event.OpinionAsked(round, this);
    }

    /** For the sentence about a veto. */
    String phrase() {
        return by.equals(READINESS) ? by + " forbids it (" + detail + ")" : by + " answers (" + detail + ")";
    }
}
