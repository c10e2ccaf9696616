package org.pbxfailover.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversion word {@code %sentence}: the message and, where there is one, what the exception says, in one line. With
 * {@code --verbose} the stack trace follows in indented lines, which no message can imitate because it cannot hold a line break.
 */
public final class SentenceConverter extends ThrowableHandlingConverter {
    private final BooleanSupplier withTrace;

    /** Called by Logback. */
    public SentenceConverter() {
        this(Verbosity::isVerbose);
    }

    SentenceConverter(BooleanSupplier withTrace) {
        this.withTrace = withTrace;
    }

    @Override
    public String convert(ILoggingEvent event) {
        @Nullable String message = event.getFormattedMessage();
        StringBuilder line = new StringBuilder(Printable.oneLine(message == null ? "" : message));
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null && withTrace.getAsBoolean()) {
            for (IThrowableProxy at = thrown; at != null; at = at.getCause()) {
                trace(at, line);
            }
        } else if (thrown != null) {
            appendWhatItSays(thrown, line);
        }
        return line.toString();
    }

    /** The innermost cause says best what happened; a message that already quotes it is not made longer. */
    private static void appendWhatItSays(IThrowableProxy thrown, StringBuilder line) {
        IThrowableProxy root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = said(root);
        if (line.indexOf(said) < 0) {
            line.append(line.isEmpty() ? "" : ": ").append(said);
        }
    }

    private static String said(IThrowableProxy thrown) {
        @Nullable String message = thrown.getMessage();
        String name = thrown.getClassName().substring(thrown.getClassName().lastIndexOf('.') + 1);
        return message == null || message.isBlank() ? name : Printable.oneLine(message);
    }

    private static void trace(IThrowableProxy thrown, StringBuilder line) {
        line.append("\n    ").append(thrown.getClassName()).append(": ").append(said(thrown));
        for (StackTraceElementProxy element : thrown.getStackTraceElementProxyArray()) {
            line.append("\n        ").append(element.getSTEAsString());
        }
    }
}
