/**
 * Recorded situations: a file that tells what happened to a pair and what must follow, and the robot's own decisions about it.
 * {@link org.pbxfailover.situation.Replay} is the place to start reading; {@code docs/situations.md} shows the format.
 */
@NullMarked
package org.pbxfailover.situation;

import org.jspecify.annotations.NullMarked;
