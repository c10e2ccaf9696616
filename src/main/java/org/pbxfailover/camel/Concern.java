package org.pbxfailover.camel;

import java.util.Locale;

/**
 * Why a failover might not work, or not be wise, if it came now.
 *
 * @param sentence for people, without secrets
 */
public record Concern(Kind kind, String sentence) {

    /** What it is about, by the words of {@code readiness.ignore} and {@code readiness.fatal}. */
    public enum Kind {
        /** Journal, routes, API, console: the robot itself. */
        ROBOT,
        /** Too few outside hosts answer. */
        OUTSIDE,
        /** The state directory has no room left. */
        DISK,
        /** The robot's clock differs from that of others. */
        CLOCK,
        /** The primary is not watched. */
        PRIMARY,
        /** The secondary does not answer. */
        SECONDARY,
        /** The preflight of an action fails. */
        PREFLIGHT,
        /** The synchronised copy is not fresh. */
        SYNCED,
        /** A witness is live for the pair as well. */
        WITNESS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
