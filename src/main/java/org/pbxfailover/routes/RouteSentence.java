package org.pbxfailover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.pbxfailover.camel.Cause;
import org.pbxfailover.config.Suggest;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;

/**
 * The usual mistakes in routes, in our words: what is wrong and what would be right. For the rest Camel's own words have to do.
 *
 * @param sentence about the mistake
 * @param word that is wrong, as it stands in the file, so that its line can be found; empty when it is not known
 */
record RouteSentence(String sentence, String word) {

    /** What Camel says, and what is told instead, with the word in place of {@code %s}. */
    private record Said(Pattern camel, BiFunction<MatchResult, CamelContext, RouteSentence> ours) {
        static Said of(String camel, BiFunction<MatchResult, CamelContext, RouteSentence> ours) {
            return new Said(Pattern.compile(camel), ours);
        }

        static Said of(String camel, String ours) {
            return of(
                    camel, (found, context) -> new RouteSentence(String.format(ours, found.group(1)), found.group(1)));
        }
    }

    private static final List<Said> USUAL = List.of(
            Said.of(
                    "No bean could be found in the registry for: #?([^\\s,]+)",
                    (found, context) -> unknown(
                            "bean",
                            found.group(1),
                            context.getRegistry()
                                    .findByTypeWithName(Object.class)
                                    .keySet())),
            Said.of(
                    "Method with name: (\\S+) not found on bean: .* of type: (\\S+)",
                    (found, context) -> unknown("method", found.group(1), methods(found.group(2)))),
            Said.of("No endpoint could be found for: ([^,?\\s]+)", (found, context) -> {
                String address = found.group(1).replaceFirst("://?", ":");
                return new RouteSentence(
                        "nothing knows what the address " + address
                                + " means; there are such as direct:http, stage:reload and log:audit",
                        address);
            }),
            Said.of(
                    "Failed to resolve endpoint: ([^:]+:).*Unknown parameters=\\[\\{(.+?)=",
                    (found, context) -> new RouteSentence(
                            "an address that begins with " + found.group(1) + " has no parameter '" + found.group(2)
                                    + "'; correct its name, or leave it out",
                            found.group(2))),
            Said.of(
                    "Cannot convert the String value: (.+?) to type: boolean",
                    "'%s' is not possible here; it must be true or false"),
            Said.of(
                    "Cannot convert the String value: (.+?) to type: ",
                    "'%s' is not possible here; it must be of another type, such as 20 for a number"),
            Said.of(
                    "Unsupported field: (\\S+)",
                    "the key '%s' has no meaning here; a route has id, description and from, and a step such as id, uri"
                            + " and parameters"),
            Said.of(
                    "constant with value: (\\S+)",
                    "the word '%s' has no meaning here; it must be one that Camel knows for this key, such as Jackson for"
                            + " library"),
            Said.of(
                    "should not contains query parameters \\(uri: (.+?)\\)",
                    "the address '%s' holds parameters; write them below the key parameters, such as period: \"1000\""),
            Said.of("('uri' or 'ref') must be specified", "a step has no address; write one, such as uri: direct:http"),
            Said.of(
                    "Duplicate id detected: (.+?)\\. ",
                    "the id '%1$s' is used twice; every route and every step needs one of its own, such as %1$s-2"),
            Said.of(
                    "ExecutorServiceRef (\\S+) not found",
                    "there are no threads called '%s'; there are probes and outside"),
            Said.of(
                    "AggregationStrategy in Registry with name: (\\S+)",
                    "there is no aggregation strategy '%s'; write one that is there, such as aggregationStrategy: watch"),
            Said.of(
                    "Unknown function: (.+)",
                    "there is no function '%s' in simple expressions; there are such as ${body} and ${exchangeProperty.pair}"),
            Said.of(
                    "(expected symbol .+ but was .+)",
                    "an expression is not complete (%s); a right one is ${exchangeProperty.next} == 'call'"));

    private static final Pattern STEP = Pattern.compile("Unknown node id: (.+)");

    /** About a file that cannot be read as routes. */
    static String unreadable(Throwable failure, CamelContext context) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return unreadable(marked, Cause.oneLine(String.valueOf(marked.getProblem())), context);
            }
        }
        return impossible(failure, context).sentence();
    }

    private static String unreadable(MarkedYamlEngineException failure, String problem, CamelContext context) {
        Matcher step = STEP.matcher(problem);
        if (step.matches()) {
            return "there is no step '" + step.group(1) + "'"
                    + Suggest.nearest(step.group(1), steps())
                            .map(word -> ", did you mean '" + word + "'?")
                            .orElse("; a step is such as to, bean or choice");
        }
        if (failure instanceof DuplicateKeyException) {
            return "a key is given twice here (" + problem + "); keep one of them";
        }
        return failure instanceof ScannerException || failure instanceof ParserException
                ? "this is no YAML (" + problem.replaceFirst("\\. .*", "")
                        + "); check indentation, quotes and brackets here and above, as in uri: direct:http"
                : usual(problem, context).sentence();
    }

    /** About a route that cannot be made of what can be read. */
    static RouteSentence impossible(Throwable failure, CamelContext context) {
        return usual(Cause.line(failure), context);
    }

    private static RouteSentence usual(String camel, CamelContext context) {
        for (Said said : USUAL) {
            Matcher matcher = said.camel().matcher(camel);
            if (matcher.find()) {
                return said.ours().apply(matcher, context);
            }
        }
        return new RouteSentence(
                "Camel cannot use it (" + Cause.shortened(camel)
                        + "); compare it with the routes that came with the program",
                "");
    }

    private static RouteSentence unknown(String what, String word, Collection<String> known) {
        String hint = Suggest.nearest(word, known)
                .map(meant -> ", did you mean '" + meant + "'?")
                .orElseGet(() -> "; there are " + String.join(", ", new TreeSet<>(known)));
        return new RouteSentence("there is no " + what + " '" + word + "'" + hint, word);
    }

    private static List<String> methods(String type) {
        try {
            return Stream.of(Class.forName(type).getMethods())
                    .filter(method -> method.getDeclaringClass() != Object.class)
                    .map(Method::getName)
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    /** The words that Camel's own schema has for steps, and for what a file may begin with. */
    private static List<String> steps() {
        List<String> steps = new ArrayList<>();
        try (InputStream schema = CamelContext.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode items = new ObjectMapper().readTree(schema).path("items");
            items.path("properties").fieldNames().forEachRemaining(steps::add);
            items.at("/definitions/org.apache.camel.model.ProcessorDefinition/properties")
                    .fieldNames()
                    .forEachRemaining(steps::add);
        } catch (IOException | IllegalArgumentException e) {
            return List.of(); // then there is no guess
        }
        return steps;
    }
}
