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

    /**
     * The innermost cause: a failure of the connection as it is, or what the server answered.
     *
     * @param last what the server said last
     */
    static IOException of(MessagingException failure, @Nullable String last) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = inner(cause)) {
            if (cause instanceof IOException connection) {
                return connection;
            }
            innermost = cause;
        }
        String words = line(innermost.getMessage());
        if (words.startsWith("454 ") && innermost.getClass() == MessagingException.class) {
            // RFC 3207: the answer to STARTTLS. A 454 to anything else comes as an exception of that command.
            return new ConversationException(FailureClass.TLS, "the mail server refuses STARTTLS: " + words);
        }
        return said(failure, words, line(last));
    }

    private static @Nullable Throwable inner(Throwable cause) {
        return cause instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : cause.getCause();
    }

    private static IOException said(MessagingException failure, String words, String last) {
        if (words.contains("STARTTLS is required")) {
            return new ConversationException(FailureClass.TLS, "the mail server does not offer STARTTLS");
        }
        if (words.startsWith("Got bad greeting")) {
            return greeting(last);
        }
        if (words.contains("[EOF]")) {
            return closed();
        }
        String what = failure instanceof AuthenticationFailedException ? "the login: " : "the mail: ";
        return new ConversationException(FailureClass.DENIED, "the mail server refuses " + what + words);
    }

    private static IOException greeting(String said) {
        if (said.isEmpty() || said.equals("[EOF]")) {
            return closed();
        }
        return said.matches("[45][0-9][0-9].*")
                ? new ConversationException(FailureClass.DENIED, "the mail server refuses to talk: " + said)
                : new ConversationException(FailureClass.PROTOCOL, "no mail server: it greets with " + said);
    }

    private static IOException closed() {
        return new ConversationException(
                FailureClass.RESET, "the mail server closed the connection in mid-conversation");
    }

    private static String line(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ");
    }
}
