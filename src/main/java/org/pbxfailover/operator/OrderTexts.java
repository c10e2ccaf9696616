package org.pbxfailover.operator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts in people's orders, read the same way on every surface. */
public final class OrderTexts {
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_NAME = 64;
    private static final Duration LONGEST_MAINTENANCE = Duration.ofDays(7);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(s|m|h|d)");

    private OrderTexts() {}

    /**
     * Who gave an order and why, in the form the journal keeps.
     *
     * @param who the surface, and where from
     * @param reason may be empty
     * @throws IllegalArgumentException with a sentence for people, when the reason could forge a line of the log or is too long
     */
    public static String by(String who, String reason) {
        String why = line("reason", reason, LONGEST_REASON);
        return why.isEmpty() ? who : who + ": " + why;
    }

    /**
     * The person beside the surface. Nobody proves a name here: whoever has the token may give any, so the surface stays beside it.
     *
     * @param name as the caller gives it; may be empty
     * @param surface and where from
     * @throws IllegalArgumentException with a sentence for people, when the name could forge a line of the log or is too long
     */
    public static String who(String name, String surface) {
        String person = line("by", name, LONGEST_NAME);
        return person.isEmpty() ? surface : person + " (" + surface + ")";
    }

    private static String line(String key, String text, int longest) {
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("%s must be one line of at most %d characters.".formatted(key, longest));
        }
        return text.strip();
    }

    /**
     * How long a maintenance lasts.
     *
     * @param text {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}
     * @return 1 s to 7 d
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(LONGEST_MAINTENANCE) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException("A maintenance lasts 1s to 7d, written like 30m; this is none: \"%s\"."
                .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }
}
