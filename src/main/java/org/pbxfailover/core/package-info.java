/**
 * The decisions. Pure values and functions: no Camel, no I/O, no clock, no logging. Every moment comes in as an argument, every
 * effect goes out as a value. {@link org.pbxfailover.core.Transitions} is the place to start reading.
 */
@NullMarked
package org.pbxfailover.core;

import org.jspecify.annotations.NullMarked;
