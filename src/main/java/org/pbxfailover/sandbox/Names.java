package org.pbxfailover.sandbox;

import java.util.Locale;

/** Words for people out of constants. */
final class Names {
    private Names() {}

    /** {@code TRUNK_QUEUED} becomes {@code trunk-queued}. */
    static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
