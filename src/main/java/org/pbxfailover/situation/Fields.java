package org.pbxfailover.situation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Section;
import org.pbxfailover.config.Suggest;
import org.pbxfailover.config.Text;

/** The keys of one section, read strictly: what is wrong is complained of with its place and reads as if it were absent. */
record Fields(Section section) {

    /** Whether it is a section of keys at all, and has no others than these. */
    boolean only(List<String> known) {
        if (section.node().isMissingNode()) {
            return true;
        }
        if (!section.node().isObject()) {
            mismatch(section.pointer(), section.node(), "a section of keys");
            return false;
        }
        section.sections().keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> section.problems().unknown(section.pointer(), key, known));
        return true;
    }

    boolean has(String key) {
        return section.has(key);
    }

    int line(String key) {
        return section.problems().line(section.at(key));
    }

    /** A word, a sentence or a number, as it stands there. */
    Optional<String> text(String key, String expected) {
        JsonNode value = section.node().path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
            mismatch(section.at(key), value, expected);
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    Duration duration(String key, Duration absent) {
        String expected = "a duration such as " + (absent.isZero() ? "2m" : Durations.show(absent));
        Optional<String> text = text(key, expected);
        Optional<Duration> duration = text.flatMap(Durations::parse);
        if (text.isPresent() && duration.isEmpty()) {
            complain(key, "must be " + expected + ", not '" + Text.shown(text.get()) + "'");
        }
        return duration.orElse(absent);
    }

    int number(String key, int absent, int least, int most) {
        JsonNode value = section.node().path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            mismatch(section.at(key), value, "a whole number from " + least + " to " + most);
            return absent;
        }
        return value.asInt();
    }

    boolean flag(String key, boolean absent) {
        JsonNode value = section.node().path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            mismatch(section.at(key), value, "true or false");
        }
        return value.asBoolean(absent);
    }

    /** One of several words; empty when it is absent or another. */
    <T> Optional<T> word(String key, Map<String, T> words) {
        List<String> known = words.keySet().stream().sorted().toList();
        Optional<String> text = text(key, Text.alternatives(known));
        Optional<T> meant = text.map(words::get);
        if (text.isPresent() && meant.isEmpty()) {
            unknownWord(section.at(key), text.get(), known);
        }
        return meant;
    }

    /** A list of texts; a single one counts as a list of it. */
    List<String> texts(String key, List<String> absent) {
        JsonNode value = section.node().path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        List<String> texts = new ArrayList<>();
        for (Section entry : section.list(key)) {
            if (entry.node().isValueNode() && !entry.node().isNull()) {
                texts.add(entry.node().asText());
            } else {
                mismatch(entry.pointer(), entry.node(), "a text");
            }
        }
        return List.copyOf(texts);
    }

    /** As {@link #texts}, each of them one of the known words. */
    List<String> words(String key, List<String> known) {
        List<String> texts = texts(key, List.of());
        for (int i = 0; i < texts.size(); i++) {
            String place = section.node().path(key).isArray() ? section.at(key) + "/" + i : section.at(key);
            if (!known.contains(texts.get(i))) {
                unknownWord(place, texts.get(i), known);
            }
        }
        return texts;
    }

    void complain(String key, String tail) {
        section.complain(key, section.path(key) + " " + tail);
    }

    private void unknownWord(String place, String written, List<String> known) {
        String hint = Suggest.nearest(written, known)
                .map(meant -> ", did you mean '" + meant + "'?")
                .orElse("");
        section.problems()
                .add(
                        place,
                        section.problems().path(place) + " must be " + Text.alternatives(known) + ", not '"
                                + Text.shown(written) + "'" + hint);
    }

    private void mismatch(String place, JsonNode written, String expected) {
        String is = written.isNull() ? "has no value: write " : "must be ";
        String not = written.isNull() ? "" : ", not " + Text.written(written);
        section.problems().add(place, section.problems().path(place) + " " + is + expected + not);
    }
}
