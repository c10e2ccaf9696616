package org.pbxfailover.core;

import java.time.Duration;

/**
 * What one outside host said in an outside check.
 *
 * @param host the host as configured
 * @param answered whether it answered as expected within its timeout
 * @param detail a phrase for people
 * @param took how long it took
 */
public record OutsideAnswer(String host, boolean answered, String detail, Duration took) {}
