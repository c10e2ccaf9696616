package org.pbxfailover.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a SIP message as it arrives (RFC 3261, 7): names in any case and in their compact form, values that go on in the next line,
 * lines that end in CRLF or, from careless peers, in LF. Immutable.
 *
 * @param start the first line
 * @param headers in their order
 */
record SipMessage(String start, List<Header> headers) {
    private static final Pattern ANSWER = Pattern.compile("(?i:SIP/2\\.0) +(([1-6][0-9][0-9])(?: .*)?)");
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]+ +\\S+ +(?i:SIP/2\\.0)");
    private static final Pattern BEFORE = Pattern.compile("^[\r\n]+");
    private static final Pattern LINES = Pattern.compile("\r?\n");
    private static final Pattern END = Pattern.compile("\r?\n\r?\n");
    private static final Map<String, String> COMPACT = Map.of("v", "via", "i", "call-id", "l", "content-length");

    /**
     * @param name in lower case and in full
     */
    record Header(String name, String value) {}

    /**
     * @param text empty lines before it are passed over, and so is everything behind the first empty line after it
     */
    static SipMessage parse(String text) {
        String head = END.split(BEFORE.matcher(text).replaceFirst(""), 2)[0];
        List<String> lines = new ArrayList<>();
        for (String line : LINES.splitAsStream(head).toList()) {
            boolean goesOn = !lines.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"));
            lines.add(goesOn ? lines.remove(lines.size() - 1) + " " + line.strip() : line);
        }
        List<Header> headers = lines.stream()
                .skip(1)
                .filter(line -> line.indexOf(':') > 0)
                .map(SipMessage::split)
                .toList();
        return new SipMessage(lines.isEmpty() ? "" : lines.get(0), headers);
    }

    private static Header split(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return new Header(
                COMPACT.getOrDefault(name, name), line.substring(colon + 1).strip());
    }

    /** Whether its first line is one of SIP at all; a request is, too. */
    boolean isSip() {
        return ANSWER.matcher(start).matches() || REQUEST.matcher(start).matches();
    }

    /** {@code 200 OK}; empty when it is a request. */
    Optional<String> status() {
        Matcher answer = ANSWER.matcher(start);
        return answer.matches() ? Optional.of(answer.group(1).strip()) : Optional.empty();
    }

    /** The first header of a name in lower case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }

    /** A parameter of the topmost Via, which names the one who gets this answer. */
    Optional<String> viaParameter(String name) {
        List<String> topmost =
                header("via").map(via -> parts(parts(via, ',').get(0), ';')).orElse(List.of());
        return topmost.stream()
                .skip(1)
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter ->
                        parameter.length == 2 && parameter[0].strip().equalsIgnoreCase(name))
                .map(parameter -> parameter[1].strip())
                .findFirst();
    }

    /** Splits outside of quotes. */
    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }
}
