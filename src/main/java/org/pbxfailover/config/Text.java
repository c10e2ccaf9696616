package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Values of the configuration as they stand in a sentence. */
public final class Text {
    /** What pairs and stages may be called. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final int LONGEST = 60;

    private Text() {}

    /** On one line, of bounded length. */
    public static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** What was written in place of something right. */
    public static String written(JsonNode node) {
        if (node.isObject()) {
            return "a section of keys";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isTextual() ? "'" + shown(node.asText()) + "'" : shown(node.asText());
    }

    /** As YAML on one line. */
    static String yaml(JsonNode node) {
        return yaml(node, false);
    }

    private static String yaml(JsonNode node, boolean inside) {
        var parts = new ArrayList<String>();
        if (node.isObject()) {
            node.properties().forEach(entry -> parts.add(entry.getKey() + ": " + yaml(entry.getValue(), true)));
            return "{ " + String.join(", ", parts) + " }";
        }
        if (node.isArray()) {
            node.forEach(entry -> parts.add(yaml(entry, true)));
            return "[" + String.join(", ", parts) + "]";
        }
        String text = node.asText();
        boolean quoted = node.isTextual()
                && (text.matches("[{\\[\"'&*!|>%@`#].*") || (inside && text.matches(".*[:,\\[\\]{}].*")));
        return quoted ? (text.contains("\"") ? "'" + text + "'" : '"' + text + '"') : text;
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(List<String> words) {
        return joined(words, " and ");
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    public static String alternatives(List<String> words) {
        return joined(words, " or ");
    }

    private static String joined(List<String> words, String lastly) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + lastly + words.get(last);
    }
}
