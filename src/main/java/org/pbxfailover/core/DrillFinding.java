package org.pbxfailover.core;

import java.time.Duration;

/**
 * One thing that a drill looked at or did.
 *
 * @param name such as {@code stage dns} or {@code outside host https://one.one.one.one/}
 * @param passed whether it was well
 * @param detail a phrase for people, without secrets; may be empty
 * @param took zero where nothing had to be waited for
 */
public record DrillFinding(String name, boolean passed, String detail, Duration took) {}
