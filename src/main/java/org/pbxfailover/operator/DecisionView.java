package org.pbxfailover.operator;

import java.time.Instant;
import org.pbxfailover.core.Evidence;

/**
 * What the robot last decided about a primary that it took for dead, where that opened no epoch: in shadow mode, cut off, or after a veto.
 * It is known until an epoch is opened; one of shadow mode also after a restart, others are not.
 *
 * @param sentence what was decided, and why
 */
public record DecisionView(Instant at, String sentence, Evidence evidence) {}
