package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Reads YAML into a JSON tree and tells {@link Problems} the line of every key and entry, and every key given twice. */
public final class YamlTree {
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    /** More than anybody needs, and few enough for whoever looks into the tree. */
    private static final int MOST_DEEP = 100;

    private static final int MOST_NODES = 2_000_000;
    /** What aliases may add; anchors within anchors would multiply without end. */
    private static final int MOST_REPEATED = 100_000;

    /** Of YAML 1.1; among the settings of an operator's own action it would be one more, and what it was to bring would be lost. */
    private static final String MERGE = "<<";

    private static final String TOO_DEEP =
            "nested too deeply, more than " + MOST_DEEP + " deep: look for brackets that nobody closes";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final class TooDeep extends YamlEngineException {
        private static final long serialVersionUID = 1L;

        TooDeep() {
            super("too deep");
        }
    }

    private final Problems problems;
    /** Complaints wait until the whole tree is there: a pair is called by its name. */
    private final List<Runnable> complaints = new ArrayList<>();

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> read = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;
    private int repeated;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /** Empty when there is nothing to look at; why is then among the problems. */
    public static Optional<JsonNode> read(Path file, Problems problems) {
        FileKind kind = problems.kind();
        try {
            return parse(BoundedFile.text(file, MOST_BYTES), problems);
        } catch (NoSuchFileException e) {
            problems.add("", 0, kind.subject() + " file does not exist: create it, or " + kind.another());
        } catch (CharacterCodingException e) {
            problems.add("", 0, kind.subject() + " file is not UTF-8 text: save it as UTF-8");
        } catch (BoundedFile.Unfit e) {
            problems.add("", 0, kind.subject() + " file " + e.getMessage() + ": " + kind.another());
        } catch (IOException e) {
            problems.add("", 0, kind.subject() + " file cannot be read: make it readable, or " + kind.another());
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> parse(String text, Problems problems) {
        var settings = LoadSettings.builder()
                .setSchema(new JsonSchema())
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(MOST_BYTES)
                .setMaxAliasesForCollections(Integer.MAX_VALUE) // counted here, where the line is known
                .build();
        try {
            Optional<Node> root =
                    new Compose(settings).composeString(text.startsWith("\ufeff") ? text.substring(1) : text);
            if (root.isEmpty()) {
                problems.add(
                        "",
                        0,
                        problems.kind().subject() + " file is empty: "
                                + problems.kind().least());
                return Optional.empty();
            }
            var reading = new YamlTree(problems);
            JsonNode tree = reading.tree(root.get(), "");
            problems.tree(tree);
            reading.complaints.forEach(Runnable::run);
            return Optional.of(tree);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> mark.getLine() + 1)
                    .orElse(0);
            problems.add("", line, syntax(e.getProblem()));
        } catch (TooDeep | StackOverflowError e) {
            problems.add("", 0, problems.kind().subject() + " file is " + TOO_DEEP);
        } catch (YamlEngineException e) {
            problems.add(
                    "",
                    0,
                    problems.kind().subject() + " file is no YAML that can be read: check it with a YAML editor");
        }
        return Optional.empty();
    }

    /** The parser's own words without its advice. */
    private static String syntax(String problem) {
        if (problem.contains("another document")) {
            return "a second YAML document begins here: keep one document, without a line '---' in it";
        }
        return "this is no YAML (" + Text.shown(problem.replaceFirst("\\. .*", ""))
                + "): check indentation, quotes and brackets here and above, as in key: \"value\"";
    }

    private JsonNode tree(Node node, String pointer) {
        problems.stands(pointer, line(node));
        if (!open.add(node)) {
            complaints.add(() -> problems.add(
                    pointer, problems.path(pointer) + " contains itself through an alias: write the value out"));
            return JSON.nullNode();
        }
        if (!read.add(node) && ++repeated > MOST_REPEATED) {
            problems.add(
                    "",
                    line(node),
                    problems.kind().subject() + " repeats more than " + MOST_REPEATED
                            + " values by anchors and aliases (& and *), those of this line among them:"
                            + " share fewer and write the rest out, as in key: \"value\"");
            throw new YamlEngineException("too many aliases");
        }
        if (open.size() > MOST_DEEP) {
            throw new TooDeep();
        }
        if (++nodes > MOST_NODES) {
            throw new YamlEngineException("too large");
        }
        try {
            if (node instanceof MappingNode mapping) {
                return section(mapping, pointer);
            }
            return node instanceof SequenceNode sequence ? list(sequence, pointer) : scalar((ScalarNode) node, pointer);
        } finally {
            open.remove(node);
        }
    }

    private JsonNode section(MappingNode mapping, String pointer) {
        var section = JSON.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                complaints.add(
                        () -> problems.add(
                                pointer,
                                line,
                                problems.path(pointer)
                                        + " begins with a brace outside of quotes: write a secret in quotes, such as \"{{env:NAME}}\""));
                continue;
            }
            String key = keyNode.getValue();
            String place = Problems.child(pointer, key);
            if (key.equals(MERGE)) {
                complaints.add(() -> problems.addLine(
                        line,
                        problems.path(pointer) + " has the merge key <<, which means nothing here: write the keys out,"
                                + " or let an alias stand for the whole section, as in reload: *name"));
                continue;
            }
            if (section.has(key)) {
                complaints.add(() -> problems.addLine(
                        line,
                        problems.path(place) + " is given twice, first in line " + problems.line(place)
                                + ": keep one of them"));
                continue;
            }
            problems.stands(place, line);
            section.set(key, tree(tuple.getValueNode(), place));
        }
        return section;
    }

    private JsonNode list(SequenceNode sequence, String pointer) {
        var list = JSON.arrayNode();
        for (Node entry : sequence.getValue()) {
            list.add(tree(entry, pointer + "/" + list.size()));
        }
        return list;
    }

    private JsonNode scalar(ScalarNode scalar, String pointer) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT)) {
            return whole(new BigInteger(text));
        }
        if (tag.equals(Tag.FLOAT)) {
            return number(text);
        }
        if (!tag.equals(Tag.STR)) {
            complaints.add(() -> problems.add(
                    pointer,
                    problems.path(pointer) + " has the YAML tag " + Text.shown(tag.getValue())
                            + ", which means nothing here: leave the tag out"));
        }
        return JSON.textNode(text);
    }

    private static JsonNode whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return JSON.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    /** {@code .inf} and {@code .nan} are numbers for YAML and for nobody else. */
    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
