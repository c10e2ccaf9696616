package org.pbxfailover.situation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pbxfailover.config.Suggest;
import org.pbxfailover.config.Text;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Humane;

/** What a probe found, in words: {@code 200 OK}, {@code answers}, {@code timeout}, {@code tls, the certificate has expired}. */
final class Findings {
    static final String EXPECTED =
            "'answers', a status such as 200 OK, or a failure such as timeout or: tls, the certificate has expired";

    private static final String ANSWERS = "answers";
    private static final Pattern STATUS = Pattern.compile("(SIP )?[23][0-9]{2}( .*)?");
    private static final Pattern OTHER_STATUS = Pattern.compile("(SIP )?[1-9][0-9]{2}( .*)?");
    private static final Pattern WORD = Pattern.compile("([^,]+)(?:, *(.+))?");

    private Findings() {}

    /** Empty when the words mean nothing. */
    static Optional<Finding> parse(String words, Duration timeout) {
        if (STATUS.matcher(words).matches()) {
            return Optional.of(new Finding.Alive(words));
        }
        Matcher word = WORD.matcher(words);
        if (!word.matches()) {
            return Optional.empty();
        }
        Optional<String> detail = Optional.ofNullable(word.group(2));
        if (word.group(1).equals(ANSWERS)) {
            return Optional.of(new Finding.Alive(detail.orElse("200 OK")));
        }
        return Arrays.stream(FailureClass.values())
                .filter(failure -> failure.label().equals(word.group(1)))
                .findFirst()
                .map(failure -> new Finding.Failed(failure, detail.orElseGet(() -> usual(failure, timeout))));
    }

    /** Why the words mean nothing, for the end of a sentence. */
    static String hint(String words) {
        if (OTHER_STATUS.matcher(words).matches()) {
            return ": write 'status, " + Text.shown(words) + "' where it counts as a failure, or 'denied, "
                    + Text.shown(words) + "' where somebody refuses";
        }
        List<String> known = new ArrayList<>(List.of(ANSWERS));
        Arrays.stream(FailureClass.values()).map(FailureClass::label).forEach(known::add);
        String word = words.replaceFirst(",.*", "").strip();
        return Suggest.nearest(word, known)
                .map(meant -> ", did you mean '" + meant + "'?")
                .orElse(": failures are " + Text.alternatives(known.subList(1, known.size())));
    }

    /** What the robot says of such a failure where nothing else is known. */
    private static String usual(FailureClass failure, Duration timeout) {
        return switch (failure) {
            case REFUSED -> "connection refused";
            case UNREACHABLE -> "no route to the host";
            case TIMEOUT -> "no answer within " + Humane.duration(timeout);
            case RESET -> "connection reset";
            case STATUS -> "503 Service Unavailable";
            case BODY -> "200 OK, but without the expected text";
            case PROTOCOL -> "no proper HTTP";
            case NAME -> "no such name";
            case TLS -> "the certificate is not trusted";
            case DENIED -> "403 Forbidden";
            case SIP -> "the web server answers, its SIP side does not";
            case ROUTE -> "the robot itself has no route to it";
            case OWN -> "the probe could not be made";
        };
    }

    /** For sentences: all failures that there are. */
    static List<String> failures() {
        return Arrays.stream(FailureClass.values())
                .map(failure -> failure.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
