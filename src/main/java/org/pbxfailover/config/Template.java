package org.pbxfailover.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the configuration that may hold secrets ({@code {{env:NAME}}}, {@code {{file:path}}}) and placeholders ({@code {primary}}).
 * The secrets in it are looked up when it is used and never kept. Immutable; safe for many threads.
 */
public final class Template {
    /** What may stand in single braces. Other words in braces are left alone: bodies are often JSON or GraphQL. */
    public static final Set<String> PLACEHOLDERS = Set.of("pair", "epoch", "stage", "reason", "primary", "secondary");

    static final Pattern PART = Pattern.compile("\\{\\{(env|file):([^{}]+)\\}\\}|\\{([A-Za-z-]+)\\}");
    /** What follows the host, and its last part. */
    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://[^/]+(/(?:.*/)?([^/]+)/?)");

    private static final String UNRESERVED = "-._~";

    private final String raw;
    private final Secrets secrets;
    private final boolean hidden;

    public Template(String raw) {
        this(raw, Secrets.system());
    }

    public Template(String raw, Secrets secrets) {
        this(raw, secrets, false);
    }

    private Template(String raw, Secrets secrets, boolean hidden) {
        this.raw = raw;
        this.secrets = secrets;
        this.hidden = hidden;
    }

    /** One whose whole value is a secret, as of a password: also what stands in it as plain text is never shown. */
    public static Template hidden(String raw, Secrets secrets) {
        return new Template(raw, secrets, true);
    }

    /** The same, and its whole value is a secret. */
    Template hidden() {
        return new Template(raw, secrets, true);
    }

    /** The same behind some more text. */
    public Template behind(String text) {
        return new Template(text + raw, secrets, hidden);
    }

    /**
     * The text with secrets and placeholders filled in; a placeholder without a value stays as it is. What is filled in is not
     * looked at again.
     *
     * @throws SecretException when a secret cannot be had now
     */
    public String resolve(Map<String, String> placeholders) {
        return fill(placeholders, UnaryOperator.identity());
    }

    /** Like {@link #resolve}, with the values of placeholders percent-encoded. Secrets are inserted as they are. */
    public String resolveUrl(Map<String, String> placeholders) {
        return fill(placeholders, Template::percentEncode);
    }

    private String fill(Map<String, String> placeholders, UnaryOperator<String> encode) {
        Matcher part = PART.matcher(raw);
        var text = new StringBuilder();
        int next = 0;
        while (part.find()) {
            text.append(raw, next, part.start());
            next = part.end();
            if (part.group(1) != null) {
                text.append(secrets.value(part.group(1), part.group(2)));
                continue;
            }
            Optional<String> value = Optional.ofNullable(placeholders.get(part.group(3)));
            text.append(
                    value.map(v -> inBrackets(text, v) ? v : encode.apply(v)).orElse(part.group()));
        }
        return text.append(raw, next, raw.length()).toString();
    }

    /** The colons of an IPv6 address must stay what they are in {@code http://[{secondary}]/}. */
    private static boolean inBrackets(CharSequence before, String value) {
        return before.length() > 0 && before.charAt(before.length() - 1) == '[' && value.matches("[0-9A-Fa-f:.]+");
    }

    /** RFC 3986: everything but letters, digits, {@code - . _ ~}; a space becomes {@code %20}. */
    public static String percentEncode(String value) {
        var encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** The values of its secrets as they are now, for {@link Redactor}; those that cannot be had are left out. */
    public List<String> secrets() {
        var values = new ArrayList<String>();
        Matcher part = PART.matcher(raw);
        while (part.find()) {
            if (part.group(1) != null) {
                value(part.group(1), part.group(2)).ifPresent(values::add);
            }
        }
        if (hidden) {
            try {
                String whole = resolve(Map.of());
                values.add(whole);
                Matcher address = ADDRESS.matcher(whole);
                if (address.matches()) {
                    values.add(address.group(1));
                    values.add(address.group(2));
                }
            } catch (SecretException e) {
                // Nothing is known of it now, so it cannot have been sent either.
            }
        }
        return values;
    }

    private Optional<String> value(String kind, String name) {
        try {
            return Optional.of(secrets.value(kind, name));
        } catch (SecretException e) {
            return Optional.empty();
        }
    }

    /** The known and unknown words in single braces, sorted. */
    Set<String> words() {
        var words = new TreeSet<String>();
        Matcher part = PART.matcher(raw);
        while (part.find()) {
            if (part.group(3) != null) {
                words.add(part.group(3));
            }
        }
        return words;
    }

    /** As written, with secrets as references; a hidden text that is more than references is {@code [REDACTED]}. */
    @Override
    public String toString() {
        return hidden && !PART.matcher(raw).replaceAll("").isBlank() ? Redactor.REDACTED : raw;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template that && raw.equals(that.raw) && hidden == that.hidden;
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }
}
