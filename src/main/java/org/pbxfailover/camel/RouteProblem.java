package org.pbxfailover.camel;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.pbxfailover.config.Problem;

/** What Camel says about a route file, as one sentence with file and line. */
final class RouteProblem {
    private static final Pattern LINE = Pattern.compile("line[: ]+(\\d+)");
    private static final Pattern ROUTE = Pattern.compile("route[: ]+(\\S+?)[:, ]");
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
        String location = route.getResource() == null ? "" : route.getResource().getLocation();
        String file =
                location.startsWith("file:") ? Path.of(URI.create(location)).toString() : location;
        return new Problem(
                file, Math.max(0, route.getLineNumber()), "route " + route.getRouteId() + ": " + sentence(failure));
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
