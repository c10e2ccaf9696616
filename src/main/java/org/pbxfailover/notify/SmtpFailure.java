package org.pbxfailover.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.probe.ConversationException;

/** What the mail library's exceptions mean. Pure. */
final class SmtpFailure {
    private SmtpFailure() {}

    /** The innermost cause: a failure of the connection as it is, or what the server answered. */
    static IOException of(MessagingException failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = inner(cause)) {
            if (cause instanceof IOException connection) {
                return connection;
            }
            innermost = cause;
        }
        return said(failure, innermost);
    }

    private static @Nullable Throwable inner(Throwable cause) {
        return cause instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : cause.getCause();
    }

    private static IOException said(MessagingException failure, Throwable cause) {
        String words = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        if (words.contains("STARTTLS is required")) {
            return new ConversationException(FailureClass.TLS, "the mail server does not offer STARTTLS");
        }
        if (words.contains("[EOF]") || words.endsWith("response: -1")) {
            return new ConversationException(
                    FailureClass.RESET, "the mail server closed the connection in mid-conversation");
        }
        String what = failure instanceof AuthenticationFailedException ? "the login: " : "the mail: ";
        return new ConversationException(FailureClass.DENIED, "the mail server refuses " + what + words);
    }
}
