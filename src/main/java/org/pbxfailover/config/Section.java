package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A section of the file by its place. A key that is absent, or that the schema complained of, reads as empty. */
public record Section(JsonNode node, String pointer, Problems problems) {

    public boolean has(String key) {
        return node.has(key);
    }

    /**
     * Whether the key, or the section that it would stand in, was complained of: what the person meant is not known then, and what hangs
     * on it must not be complained of as well.
     */
    boolean doubtful(String key) {
        return problems.at(at(key)) || (!node.isObject() && problems.at(pointer));
    }

    public String at(String key) {
        return Problems.child(pointer, key);
    }

    public String path(String key) {
        return problems.path(at(key));
    }

    public void complain(String key, String sentence) {
        problems.add(at(key), sentence);
    }

    /** An empty one when the key is absent or something else. */
    public Section section(String key) {
        return new Section(node.path(key), at(key), problems);
    }

    /** The entries of a list; something that is no list counts as a list of it. */
    public List<Section> list(String key) {
        Section value = section(key);
        if (!value.node.isArray()) {
            return value.node.isMissingNode() ? List.of() : List.of(value);
        }
        var entries = new ArrayList<Section>();
        for (int i = 0; i < value.node.size(); i++) {
            entries.add(new Section(value.node.get(i), value.pointer + "/" + i, problems));
        }
        return entries;
    }

    /** In the order of the file. */
    public Map<String, Section> sections() {
        var sections = new LinkedHashMap<String, Section>();
        node.fieldNames().forEachRemaining(key -> sections.put(key, section(key)));
        return sections;
    }

    public Optional<String> text(String key) {
        return value(key).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    public Optional<Duration> duration(String key) {
        return text(key).flatMap(Durations::parse);
    }

    Duration duration(String key, String absent) {
        return duration(key).orElseGet(() -> Durations.parse(absent).orElseThrow());
    }

    public Optional<Integer> number(String key) {
        return value(key).filter(JsonNode::isInt).map(JsonNode::asInt);
    }

    boolean flag(String key, boolean absent) {
        return value(key).filter(JsonNode::isBoolean).map(JsonNode::asBoolean).orElse(absent);
    }

    StatusRange status(String key, String absent) {
        return StatusRange.parse(value(key).map(JsonNode::asText).orElse(absent));
    }

    Optional<URI> uri(String key) {
        return text(key).flatMap(text -> {
            try {
                return Optional.of(new URI(text));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<JsonNode> value(String key) {
        return problems.at(at(key)) ? Optional.empty() : Optional.ofNullable(node.get(key));
    }
}
