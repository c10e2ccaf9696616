package org.pbxfailover.camel;

import java.util.List;
import org.pbxfailover.probe.Deadline;

/** The exchange properties by which the routes and the glue hand things on. */
final class Glue {
    /** Name of the pair that travels in the message. */
    static final String PAIR = "pair";

    /** What is to be asked by {@code direct:probe}. */
    static final String QUESTION = "question";

    /** What {@code direct:probe} found. */
    static final String PROBE = "probe";

    /** Whether it is an outside host that is asked. */
    static final String OUTSIDE = "outside";

    static final String POLL = "poll";
    static final String COUNTED = "counted";

    /** The word of the core's decision, on which the routes switch. */
    static final String DECISION = "decision";

    static final String PASS = "pass";
    static final String STAGE = "stage";
    static final String NEXT = "next";
    static final String ACTION = "action";
    static final String SETTINGS = "settings";

    /** What a receiver is told; an {@code org.pbxfailover.notify.Notice}. */
    static final String NOTICE = "notice";

    /** Why it did not reach everybody, though it reached somebody. */
    static final String PARTLY = "partly";

    /** The address of the PBX to which the run of an action goes, and that of the other one; empty when it is not configured. */
    static final String TOWARDS = "towards";

    static final String FROM = "from";

    /** How many requests of an action had an {@code Idempotency-Key}. */
    static final String REQUESTS = "requests";

    /** What the beans of an action keep from one of its requests to the next. */
    static final List<String> OF_ONE_ACTION =
            List.of("change", "one-address", "words", "hurried", "route53-unheard", REQUESTS);

    /** Of one request, total; a {@link java.time.Duration}. */
    static final String TIMEOUT = Deadline.PROPERTY;

    /** What another robot is told; the bean {@code api} looks for it under this name. */
    static final String TESTIMONY = "testimony";

    private Glue() {}
}
