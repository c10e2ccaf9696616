package org.pbxfailover.logging;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * The end of the log. A shutdown hook of Logback would do the same, but cannot be added by a process that is told to end while it sets up its
 * log, and that prints a stack trace.
 */
public final class LogEnd {
    private LogEnd() {}

    /** Lines that still wait to be written get a second; those that come later are lost. */
    public static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
