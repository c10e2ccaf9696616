package org.pbxfailover.camel;

import java.time.Duration;
import java.util.Optional;
import org.pbxfailover.core.Effect;
import org.pbxfailover.core.Reply;

/**
 * What became of a call, or of a look.
 *
 * @param heard whether whoever was asked has answered, and not only somebody on the way
 * @param detail for people, without secrets
 * @param retryAfter how long the server asks to be left alone (RFC 9110, 10.2.3)
 */
record CallAnswer(Reply reply, boolean heard, String detail, Optional<Duration> retryAfter) {
    static CallAnswer taken(String detail) {
        return new CallAnswer(Reply.ACCEPTED, true, detail, Optional.empty());
    }

    static CallAnswer refused(String detail) {
        return new CallAnswer(Reply.REFUSED, true, detail, Optional.empty());
    }

    /** @param reply what that means for a call that changes something */
    static CallAnswer unheard(Reply reply, String detail) {
        return new CallAnswer(reply, false, detail, Optional.empty());
    }

    boolean accepted() {
        return reply == Reply.ACCEPTED;
    }

    /** What it tells of the effect, when it is the answer to a look. */
    Effect effect() {
        return accepted() ? Effect.SEEN : heard ? Effect.NOT_SEEN : Effect.UNKNOWN;
    }
}
