package org.pbxfailover.logging;

/**
 * Text from elsewhere (an answer of a PBX, a host name) made harmless for a log or a terminal: it can neither begin a new line nor
 * steer the terminal.
 */
public final class Printable {
    private Printable() {}

    /**
     * The same text with every control character, line separator, direction mark and lone surrogate written as an escape
     * ({@code \n}, <code>\</code>{@code u001b}).
     */
    public static String oneLine(String text) {
        if (text.codePoints().noneMatch(Printable::harmful)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (harmful(c)) {
                safe.append(escaped(c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean harmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> codePoint > 0xffff ? String.format("\\u{%x}", codePoint) : String.format("\\u%04x", codePoint);
        };
    }
}
