package org.pbxfailover.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** How much the log says: a sentence per event, or with {@code --verbose} also stack traces and what the libraries tell. */
public final class Verbosity {
    private static volatile boolean verbose;

    private Verbosity() {}

    /** Whether stack traces are wanted. */
    public static boolean isVerbose() {
        return verbose;
    }

    /** What a person can do to see more; empty when they already do. */
    public static String hint() {
        return verbose ? "" : " (--verbose shows where)";
    }

    /** Turns stack traces, the robot's own details and the libraries' informational messages on or off, from now on. */
    public static void set(boolean wanted) {
        verbose = wanted;
        if (wanted && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("org.pbxfailover").setLevel(Level.DEBUG);
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        }
    }
}
