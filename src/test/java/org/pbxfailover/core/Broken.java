package org.pbxfailover.core;

/**
 * A rule that does not hold.
 *
 * @param rule such as {@code I5}
 */
record Broken(String rule, String words) {
    @Override
    public String toString() {
        return rule + ": " + words;
    }
}
