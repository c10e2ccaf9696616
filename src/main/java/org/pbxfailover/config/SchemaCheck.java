package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds a configuration against its JSON Schema, the one source of key names, types and ranges, and says in sentences what differs. */
final class SchemaCheck {
    /**
     * A wrong type explains more than a missing pattern; the keywords of ours know more than patterns; a key that is missing is, likely
     * enough, the one that is misspelt.
     */
    private static final List<String> NEAREST_FIRST = List.of(
            "type",
            "enum",
            "minLength",
            "x-template",
            "x-url",
            "x-mail",
            "x-base64",
            "x-bearer",
            "x-listen",
            "x-status",
            "x-range",
            "pattern",
            "additionalProperties",
            "required");

    private final SchemaDocument document = SchemaDocument.load();
    private final JsonSchema schema;

    SchemaCheck(Secrets secrets) {
        JsonMetaSchema dialect = JsonMetaSchema.builder(SchemaId.V202012, JsonMetaSchema.getV202012())
                .keywords(new Keywords(secrets).all())
                .keyword(new NonValidationKeyword("x-default"))
                .keyword(new NonValidationKeyword("x-brings"))
                .keyword(new NonValidationKeyword("x-looks-with"))
                .keyword(new NonValidationKeyword("x-proves"))
                .keyword(new NonValidationKeyword("x-towards"))
                .keyword(new NonValidationKeyword("x-within"))
                .keyword(new NonValidationKeyword("x-secret"))
                .build();
        schema = JsonSchemaFactory.getInstance(VersionFlag.V202012, factory -> factory.metaSchema(dialect))
                .getSchema(
                        document.root(),
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                // Most of the schema is about actions that nobody here uses: a tenth of the start.
                                .preloadJsonSchema(false)
                                .regularExpressionFactory(SchemaCheck::wholeText)
                                .build());
    }

    /** All patterns of the schema are anchored; for Java a {@code $} would still let a line break through at the end. */
    private static RegularExpression wholeText(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return value -> pattern.matcher(value).matches();
    }

    void check(JsonNode tree, Problems problems) {
        schema.validate(tree).stream()
                .sorted(Comparator.comparingInt(message -> rank(message.getType())))
                .forEach(message -> complain(message, problems));
    }

    /** The names of all events, in the order of the schema. */
    List<String> events() {
        var events = new ArrayList<String>();
        document.root()
                .at("/$defs/notification/properties/events/items/enum")
                .forEach(name -> events.add(name.asText()));
        return events;
    }

    private static int rank(String keyword) {
        int rank = NEAREST_FIRST.indexOf(keyword);
        return rank < 0 ? NEAREST_FIRST.size() : rank;
    }

    private void complain(ValidationMessage message, Problems problems) {
        String pointer = message.getInstanceLocation().toString();
        SchemaDocument.Site site = document.site(message.getEvaluationPath());
        JsonNode written = message.getInstanceNode();
        switch (message.getType()) {
            case "additionalProperties" -> unknown(written, pointer, message.getProperty(), site.keys(), problems);
            case "false" -> forbidden(pointer, problems);
            case "propertyNames" -> name(pointer, message.getProperty(), site, problems);
            case "required" -> missing(pointer, message.getProperty(), site, problems);
            case "minItems", "maxItems", "minProperties", "uniqueItems" ->
                problems.add(
                        pointer, problems.path(pointer) + " " + count(message.getType(), site, problems.path(pointer)));
            default -> {
                String tail = message.getType().startsWith("x-")
                        ? message.getMessage().replace(Keywords.EXPECTED, "must be " + site.expected())
                        : mismatch(site, written);
                problems.add(pointer, problems.path(pointer) + " " + tail);
            }
        }
    }

    /** What the misspelt key stands for was meant to be there: it is not missing as well. */
    private static void unknown(JsonNode section, String pointer, String key, List<String> known, Problems problems) {
        problems.unknown(pointer, key, known)
                .filter(word -> !section.has(word))
                .ifPresent(word -> problems.settle(Problems.child(pointer, word)));
    }

    private static void forbidden(String pointer, Problems problems) {
        problems.add(pointer, problems.path(pointer) + " has no meaning here: leave the key out");
    }

    private static void missing(String pointer, String key, SchemaDocument.Site site, Problems problems) {
        String example = site.property(key)
                .example()
                .map(e -> ", such as " + key + ": " + Text.yaml(e))
                .orElse("");
        problems.add(Problems.child(pointer, key), problems.path(pointer) + " lacks the key '" + key + "'" + example);
    }

    private static void name(String pointer, String key, SchemaDocument.Site site, Problems problems) {
        String place = Problems.child(pointer, key);
        problems.add(
                place,
                problems.path(pointer) + " has the key '" + Text.shown(key) + "', which must be "
                        + site.names().expected());
    }

    private static String count(String keyword, SchemaDocument.Site site, String path) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        String example = site.example()
                .map(e -> ", such as " + key + ": " + Text.yaml(e))
                .orElse("");
        return switch (keyword) {
            case "uniqueItems" -> "has the same entry twice: keep one of them";
            case "maxItems" ->
                "has more than " + site.first("maxItems").map(JsonNode::asText).orElse("") + " entries: leave some out";
            default -> "must not be empty: write at least one entry" + example;
        };
    }

    private static String mismatch(SchemaDocument.Site site, JsonNode written) {
        if (written.isNull()) {
            return "has no value: write " + site.expected() + ", or leave it out if it is not required";
        }
        Optional<String> meant = Suggest.nearest(written.asText(), site.choices());
        boolean quotes = written.isValueNode() && !written.isTextual() && site.fitsAsText(written.asText());
        String hint = meant.map(word -> ", did you mean '" + word + "'?").orElse(quotes ? " (put it in quotes)" : "");
        return "must be " + site.expected() + (site.confidential(written) ? "" : ", not " + Text.written(written))
                + hint;
    }
}
