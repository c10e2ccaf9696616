package org.pbxfailover.operator;

import java.time.Instant;
import java.util.Optional;

/**
 * A stage of an epoch.
 *
 * @param state {@code running}, {@code done}, {@code stalled}, {@code given-up}, or {@code unfinished} when the epoch was closed before it
 * @param attempts calls made so far, over all its actions
 * @param began the first intent
 * @param ended when it was done or given up
 * @param detail what was seen last
 */
public record StageView(
        String stage, String state, int attempts, Instant began, Optional<Instant> ended, String detail) {}
