package org.pbxfailover.camel;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.pbxfailover.config.Problem;

/** What Camel says about a route file, as one sentence with file and line. */
final class RouteProblem {
    private static final Pattern LINE = Pattern.compile("line[: ]+(\\d+)");
    private static final Pattern ROUTE = Pattern.compile("route[: ]+(\\S+?)[:, ]");
    private static final Pattern STEP = Pattern.compile(">>> (.+?) <<<");
    private static final int LONGEST = 300;

    private RouteProblem() {}

    static Problem of(Path file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = LINE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return new Problem(file.toString(), Integer.parseInt(matcher.group(1)), sentence(failure));
            }
        }
        return new Problem(file.toString(), 0, sentence(failure));
    }

    /** For failures that name a route, not a file: an address that no component understands, a bean that does not exist. */
    static Problem atStart(DefaultCamelContext context, Path directory, Throwable failure) {
        return culprit(context, failure)
                .map(route -> at(route, failure))
                .orElseGet(() -> new Problem(directory.toString(), 0, sentence(failure)));
    }

    private static Optional<RouteDefinition> culprit(DefaultCamelContext context, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException created && created.getRouteId() != null) {
                return Optional.ofNullable(context.getRouteDefinition(created.getRouteId()));
            }
            Matcher matcher = ROUTE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find() && context.getRouteDefinition(matcher.group(1)) != null) {
                return Optional.of(context.getRouteDefinition(matcher.group(1)));
            }
        }
        return Optional.empty();
    }

    private static Problem at(RouteDefinition route, Throwable failure) {
        String sentence = "route " + route.getRouteId() + ": " + sentence(failure);
        return new Problem(file(route), Math.max(0, line(route, failure)), sentence);
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

    /** The file that a route came from, as short as it can be said from here. */
    static String file(RouteDefinition route) {
        String location = route.getResource() == null ? "" : route.getResource().getLocation();
        if (!location.startsWith("file:")) {
            return location;
        }
        Path file = Path.of(URI.create(location));
        Path here = Path.of("").toAbsolutePath();
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }

    /** The innermost message, on one line: the outer ones repeat it in more words. */
    static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
