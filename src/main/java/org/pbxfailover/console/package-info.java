/**
 * What people look at: Hawtio, health, metrics and an MBean per pair, in the robot's own process. {@link
 * org.pbxfailover.console.Surfaces} wires it, together with the API.
 */
@NullMarked
package org.pbxfailover.console;

import org.jspecify.annotations.NullMarked;
