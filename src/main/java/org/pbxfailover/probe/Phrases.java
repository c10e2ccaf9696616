package org.pbxfailover.probe;

/** Text from elsewhere made fit for one line of a log, a page or a mail. */
final class Phrases {
    static final int LIMIT = 120;

    private Phrases() {}

    /** At most {@value #LIMIT} characters, with everything that could break a line or turn a terminal written as its number. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length() && clean.length() < LIMIT; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (plain(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append(String.format("\\u%04x", c));
            }
        }
        return clean.length() < LIMIT ? clean.toString() : clean.substring(0, LIMIT - 1) + "…";
    }

    private static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
