package org.pbxfailover.routes;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.pbxfailover.config.Problem;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;

/** What Camel says about a route file, as one sentence with file and line. */
final class RouteProblem {
    private static final Pattern LINE = Pattern.compile("line[: ]+(\\d+)");
    private static final Pattern STEP = Pattern.compile(">>> (.+?) <<<");

    private RouteProblem() {}

    /** Of a file that cannot be read as routes. */
    static Problem of(Path file, Throwable failure, CamelContext context) {
        return new Problem(shown(file), line(failure), RouteSentence.unreadable(failure, context));
    }

    private static int line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DuplicateKeyException twice
                    && twice.getProblemMark().isPresent()) {
                return twice.getProblemMark().get().getLine() + 1; // the second one; the message begins with the step
            }
            Matcher matcher = LINE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return 0;
    }

    /**
     * Of a route that cannot be made: an address that no component understands, a bean that does not exist.
     *
     * @param text of its file
     */
    static Problem at(RouteDefinition route, Throwable failure, CamelContext context, String text) {
        RouteSentence mistake = RouteSentence.impossible(failure, context);
        int step = Math.max(0, line(route, failure));
        return new Problem(
                file(route),
                mistake.word().isEmpty() ? step : line(mistake.word(), text, Math.max(1, step), step),
                "route " + route.getRouteId() + ": " + mistake.sentence());
    }

    /** The first line from a certain one on in which a word stands: Camel points at the outermost step, the mistake is inside it. */
    private static int line(String word, String text, int from, int otherwise) {
        Pattern whole = Pattern.compile("(?<![\\w.-])" + Pattern.quote(word) + "(?![\\w.-])");
        List<String> lines = text.lines().toList();
        return IntStream.rangeClosed(from, lines.size())
                .filter(line -> whole.matcher(lines.get(line - 1)).find())
                .findFirst()
                .orElse(otherwise);
    }

    /** The line of the step that Camel points at, as {@code >>> To[stag:dns] <<<}; otherwise that of its route. */
    private static int line(RouteDefinition route, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = STEP.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return step(route, matcher.group(1));
            }
        }
        return route.getLineNumber();
    }

    private static int step(RouteDefinition route, String shown) {
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step.toString().equals(shown)) {
                return step.getLineNumber();
            }
        }
        return route.getLineNumber();
    }

    /** The file that a route came from. */
    static String file(RouteDefinition route) {
        String location = LoadedRoutes.location(route);
        return location.startsWith("file:") ? shown(Path.of(URI.create(location))) : location;
    }

    /** A file, as short as it can be said from here. */
    static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return (whole.startsWith(here) ? here.relativize(whole) : whole).toString();
    }
}
