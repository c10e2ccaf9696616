package org.pbxfailover.camel;

import java.util.Objects;

/** What went wrong, as Camel and what is below it say it: one line for people instead of a trace. */
public final class Cause {
    private static final int LONGEST = 300;

    private Cause() {}

    /**
     * The innermost message, on one line of at most 300 characters and an ellipsis: the outer ones repeat it in more words. What has no
     * message is called by its name.
     */
    public static String sentence(Throwable failure) {
        return shortened(line(failure));
    }

    /** The same at its full length. */
    public static String line(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return oneLine(
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
    }

    /** A message of several lines on one. */
    public static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ");
    }

    /** A line of at most 300 characters and an ellipsis. */
    public static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
