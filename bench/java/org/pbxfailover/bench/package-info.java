/**
 * The robot under measurement: real processes on loopback, beside a bare HTTP client that does the same requests. Not part of the robot.
 */
@NullMarked
package org.pbxfailover.bench;

import org.jspecify.annotations.NullMarked;
