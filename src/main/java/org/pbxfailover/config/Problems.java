package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with one file, by place. Each place (a JSON pointer) is complained of once: the first complaint is the nearest. */
public final class Problems {
    private final String file;
    private final FileKind kind;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<String> complained = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode root = MissingNode.getInstance();

    Problems(String file) {
        this(file, FileKind.CONFIGURATION);
    }

    public Problems(String file, FileKind kind) {
        this.file = file;
        this.kind = kind;
    }

    FileKind kind() {
        return kind;
    }

    void tree(JsonNode tree) {
        root = tree;
    }

    /** Remembers where a key or an entry of a list stands; lines count from 1. */
    void stands(String pointer, int line) {
        lines.putIfAbsent(pointer, line);
    }

    /** The line of a place, or of the section that it would belong to. */
    public int line(String pointer) {
        String place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 0);
    }

    public void add(String pointer, String sentence) {
        add(pointer, line(pointer), sentence);
    }

    void add(String pointer, int line, String sentence) {
        if (complained.add(pointer)) {
            problems.add(new Problem(file, line, sentence));
        }
    }

    /**
     * Complains of a key that means nothing in its section.
     *
     * @return the known key that was probably meant
     */
    public Optional<String> unknown(String pointer, String key, List<String> known) {
        Optional<String> meant = Suggest.nearest(key, known);
        String hint = meant.map(word -> ", did you mean '" + word + "'?").orElse(": known are " + Text.list(known));
        add(child(pointer, key), "unknown key '" + Text.shown(key) + "' in " + path(pointer) + hint);
        return meant;
    }

    /** Complains of a line, not of a place: several may stand there. */
    void addLine(int line, String sentence) {
        problems.add(new Problem(file, line, sentence));
    }

    /** What would be wrong there has been said in another place. */
    void settle(String pointer) {
        complained.add(pointer);
    }

    public boolean at(String pointer) {
        return complained.contains(pointer);
    }

    public boolean none() {
        return problems.isEmpty();
    }

    public List<Problem> sorted() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparing(Problem::sentence))
                .toList();
    }

    /** The place as a person writes it: {@code pairs[acme].primary.probe.every}, {@code internet.hosts[2]} counted from 1. */
    public String path(String pointer) {
        if (pointer.isEmpty()) {
            return kind.subject();
        }
        var path = new StringBuilder();
        JsonNode node = root;
        for (String escaped : pointer.substring(1).split("/", -1)) {
            String key = unescape(escaped);
            if (node.isArray()) {
                int index = Integer.parseInt(key);
                node = node.path(index);
                String name = node.path("name").asText();
                boolean named = path.toString().equals("pairs")
                        && Text.NAME.matcher(name).matches();
                path.append('[').append(named ? name : "" + (index + 1)).append(']');
            } else {
                node = node.path(key);
                path.append(path.isEmpty() ? "" : ".").append(Text.shown(key));
            }
        }
        return path.toString();
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static String unescape(String key) {
        return key.replace("~1", "/").replace("~0", "~");
    }
}
