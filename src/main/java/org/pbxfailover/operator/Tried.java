package org.pbxfailover.operator;

import java.time.Duration;

/**
 * One thing that a failover would need, and what came of trying it.
 *
 * @param pair whose it is; {@link #EVERY} for what all pairs share
 * @param what such as {@code primary} or {@code stage dns}
 * @param answers whether it does what the robot would need of it
 * @param took zero where nobody had to be asked
 * @param found a phrase without secrets: what answered, or why it is no answer
 */
public record Tried(String pair, String what, boolean answers, Duration took, String found) {
    public static final String EVERY = "(all)";
}
