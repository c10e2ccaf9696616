package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbstractJsonValidator;
import com.networknt.schema.AbstractKeyword;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keywords {@code x-…} of the schema: what JSON Schema has no words for. */
final class Keywords {
    /** Stands in a complaint for "must be … such as …", which the schema knows. */
    static final String EXPECTED = "{expected}";

    private static final Pattern NO_SECRET = Pattern.compile("\\{\\{\\s*([A-Za-z]+)\\s*(:[^{}]*)?\\}\\}");

    private static final Pattern BASE64 =
            Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)");

    private final Secrets secrets;

    Keywords(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Looks at a text. */
    @FunctionalInterface
    private interface Check {
        /**
         * @param setting the value of the keyword
         * @param schema the schema in which it stands
         * @return what follows the path in the sentence about it
         */
        Optional<String> complaint(JsonNode setting, JsonNode schema, String text);
    }

    List<AbstractKeyword> all() {
        return List.of(
                keyword("x-url", this::url),
                keyword("x-mail", this::mail),
                keyword("x-base64", this::base64),
                keyword("x-bearer", this::bearer),
                keyword("x-template", this::template),
                keyword("x-range", Keywords::range),
                keyword("x-listen", Keywords::listen),
                keyword("x-status", Keywords::status));
    }

    private Optional<String> url(JsonNode schemes, JsonNode schema, String text) {
        var allowed = new ArrayList<String>();
        schemes.forEach(scheme -> allowed.add(scheme.asText()));
        boolean port = allowed.contains("http");
        if (!schema.has("x-template")) {
            return Urls.complaint(text, allowed, port).map(reason -> EXPECTED + ", " + reason);
        }
        return sample(text)
                .flatMap(sample -> Urls.complaint(sample, allowed, port))
                .map(reason -> EXPECTED + ", " + reason);
    }

    private Optional<String> mail(JsonNode setting, JsonNode schema, String text) {
        return sample(text)
                .filter(sample -> !MailAddresses.valid(sample))
                .map(sample -> EXPECTED + ", but it is not of the form name@host");
    }

    /** As RFC 4648 has it, which line breaks of a file do not harm. */
    private Optional<String> base64(JsonNode setting, JsonNode schema, String text) {
        return sample(text)
                .map(sample -> sample.replaceAll("\\s", ""))
                .filter(sample -> !BASE64.matcher(sample).matches())
                .map(sample -> EXPECTED + ", but it is none");
    }

    /** What a client cannot put into a header would lock out everybody. */
    private Optional<String> bearer(JsonNode setting, JsonNode schema, String text) {
        return sample(text)
                .filter(sample -> !sample.chars().allMatch(c -> c > ' ' && c < 127))
                .map(sample -> EXPECTED + ", but no header carries it: write visible ASCII characters without blanks");
    }

    /** As it will look when it is used; empty for a secret that cannot be had, as x-template says. */
    private Optional<String> sample(String text) {
        try {
            return Optional.of(Urls.sample(new Template(text, secrets)));
        } catch (SecretException e) {
            return Optional.empty();
        }
    }

    /**
     * In a body and in the settings of an operator's own action, words in braces may be meant as they are; only what looks like a
     * misspelt placeholder is refused there.
     */
    private Optional<String> template(JsonNode strictness, JsonNode schema, String text) {
        Matcher part = Template.PART.matcher(text);
        while (part.find()) {
            if (part.group(1) != null) {
                try {
                    secrets.value(part.group(1), part.group(2));
                } catch (SecretException e) {
                    return Optional.of("uses " + part.group() + ", but " + e.getMessage());
                }
            }
        }
        Matcher wrong = NO_SECRET.matcher(Template.PART
                .matcher(text)
                .replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : ""));
        if (wrong.find()) {
            String meant = Template.PLACEHOLDERS.contains(wrong.group(1))
                    ? "write {" + wrong.group(1) + "} with single braces"
                    : "write a secret as {{env:NAME}} or {{file:path}}";
            return Optional.of(
                    "holds " + Text.shown(wrong.group()) + ", which is neither a secret nor a placeholder: " + meant);
        }
        boolean strict = strictness.asText().equals("strict");
        return new Template(text, secrets)
                .words().stream()
                        .filter(word -> !Template.PLACEHOLDERS.contains(word))
                        .flatMap(word -> placeholder(word, strict).stream())
                        .findFirst();
    }

    private static Optional<String> placeholder(String word, boolean strict) {
        Optional<String> meant = Suggest.nearest(word, Template.PLACEHOLDERS);
        String wrong = "holds the unknown placeholder {" + Text.shown(word) + "}";
        if (meant.isPresent()) {
            return Optional.of(wrong + ", did you mean {" + meant.get() + "}?");
        }
        return strict
                ? Optional.of(wrong + ": known are {pair}, {epoch}, {stage}, {reason}, {primary} and {secondary}")
                : Optional.empty();
    }

    private static Optional<String> range(JsonNode ends, JsonNode schema, String text) {
        Duration from = Durations.parse(ends.get(0).asText()).orElseThrow();
        Duration to = Durations.parse(ends.get(1).asText()).orElseThrow();
        return Durations.parse(text)
                .filter(duration -> duration.compareTo(from) < 0 || duration.compareTo(to) > 0)
                .map(duration -> EXPECTED + ", not '" + text + "'");
    }

    private static Optional<String> listen(JsonNode setting, JsonNode schema, String text) {
        return Listens.parse(text).isPresent()
                ? Optional.empty()
                : Optional.of(EXPECTED + ", not '" + Text.shown(text) + "'");
    }

    private static Optional<String> status(JsonNode setting, JsonNode schema, String text) {
        try {
            StatusRange.parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(EXPECTED + ", not '" + Text.shown(text) + "'");
        }
    }

    private static AbstractKeyword keyword(String name, Check check) {
        return new AbstractKeyword(name) {
            @Override
            public JsonValidator newValidator(
                    SchemaLocation location,
                    JsonNodePath path,
                    JsonNode setting,
                    JsonSchema parent,
                    ValidationContext context) {
                return new Validator(location, path, this, setting, parent.getSchemaNode(), check);
            }
        };
    }

    private static final class Validator extends AbstractJsonValidator {
        private final JsonNode setting;
        private final JsonNode schema;
        private final Check check;

        Validator(
                SchemaLocation location,
                JsonNodePath path,
                AbstractKeyword keyword,
                JsonNode setting,
                JsonNode schema,
                Check check) {
            super(location, path, keyword, setting);
            this.setting = setting;
            this.schema = schema;
            this.check = check;
        }

        @Override
        public Set<ValidationMessage> validate(
                ExecutionContext context, JsonNode node, JsonNode root, JsonNodePath instance) {
            if (!node.isTextual() && !(getKeyword().equals("x-status") && node.isInt())) {
                return Set.of();
            }
            return check.complaint(setting, schema, node.asText())
                    .map(complaint -> Set.of(ValidationMessage.builder()
                            .type(getKeyword())
                            .code(getKeyword())
                            .instanceLocation(instance)
                            .instanceNode(node)
                            .schemaLocation(getSchemaLocation())
                            .evaluationPath(getEvaluationPath())
                            .messageSupplier(() -> complaint)
                            .build()))
                    .orElse(Set.of());
        }
    }
}
