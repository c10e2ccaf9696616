package org.pbxfailover.probe;

import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Reply;

/** What it means for a call that changes something that there was no complete answer: may it have been done, is it still being done? Pure. */
public final class Unheard {
    private Unheard() {}

    /**
     * What may have become of a request.
     *
     * @param failure what Camel or the client threw
     * @return never {@link Reply#ACCEPTED}; {@link Reply#REFUSED} only where nothing can have been sent
     */
    public static Reply reply(Throwable failure) {
        if (failure instanceof NoConnection) {
            return Reply.REFUSED;
        }
        if (failure instanceof DeadlineException late) {
            String phase = String.valueOf(late.getMessage());
            boolean unsent = Stream.of(Attempt.NOTHING, Attempt.NAME, Attempt.CONNECT, Attempt.TLS)
                    .anyMatch(phase::startsWith);
            return unsent ? Reply.REFUSED : phase.startsWith(Attempt.UNREAD) ? Reply.BROKEN_OFF : Reply.NONE;
        }
        if (failure instanceof SSLException) {
            return Reply.BROKEN_OFF; // the request was sent: while no connection was there, it would be a TlsException
        }
        return reply(Classify.failure(failure, Duration.ZERO).failure());
    }

    private static Reply reply(FailureClass failure) {
        return switch (failure) {
            case TIMEOUT -> Reply.NONE;
            case RESET, PROTOCOL, OWN -> Reply.BROKEN_OFF;
            case REFUSED, UNREACHABLE, NAME, TLS, STATUS, BODY, DENIED, SIP, ROUTE -> Reply.REFUSED;
        };
    }
}
