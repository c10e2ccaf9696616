package org.pbxfailover.sandbox;

import java.util.Locale;
import java.util.Optional;

/** Words for people out of what programs say. */
final class PlainWords {
    private PlainWords() {}

    /** {@code TRUNK_QUEUED} becomes {@code trunk-queued}. */
    static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What went wrong; an exception without a message is at least named. */
    static String sentence(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
