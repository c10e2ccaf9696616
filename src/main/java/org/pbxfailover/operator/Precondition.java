package org.pbxfailover.operator;

/**
 * What speaks for or against going back to the primary.
 *
 * @param name such as {@code primary steady} or {@code fail-back stage dns}
 * @param holds whether it speaks for it
 * @param detail a phrase for people
 */
public record Precondition(String name, boolean holds, String detail) {}
