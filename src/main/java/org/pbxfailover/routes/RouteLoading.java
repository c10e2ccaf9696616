package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.pbxfailover.camel.Cause;
import org.pbxfailover.config.Problem;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Loads route files into a context that is only for trying, each file and then each route by itself: one that is broken does not hide
 * what is wrong with the others.
 */
final class RouteLoading {
    /** Camel would take the last of two. */
    private static final Load KEYS_ONCE =
            new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());

    private static final String TOO_DEEP =
            "it is nested too deeply to be read as routes: look for brackets that nobody closes";

    private final DefaultCamelContext scratch;
    private final Map<Path, String> texts;
    private final List<Problem> problems;
    private final Map<Path, String> broken = new TreeMap<>();
    private final Map<String, Path> owners = new TreeMap<>();
    private final Map<Endpoint, RouteDefinition> beginnings = new HashMap<>();

    /**
     * @param scratch not started; its routes never will be
     * @param problems is told what is wrong
     */
    RouteLoading(DefaultCamelContext scratch, Map<Path, String> texts, List<Problem> problems) {
        this.scratch = scratch;
        this.texts = texts;
        this.problems = problems;
    }

    LoadedRoutes load() {
        texts.forEach(this::read);
        List<RouteDefinition> routes = List.copyOf(scratch.getRouteDefinitions());
        Set<String> configurations = new TreeSet<>();
        scratch.getRouteConfigurationDefinitions()
                .forEach(configuration -> configurations.add(String.valueOf(configuration.getId())));
        return new LoadedRoutes(routes, configurations, tried(routes), broken);
    }

    private void read(Path file, String text) {
        Optional<String> unfit = RouteFiles.unfit(text);
        if (unfit.isPresent()) {
            broken(file, new Problem(RouteProblem.shown(file), 0, "the file " + unfit.get()));
            return;
        }
        Optional<String> first = text.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#") && !line.startsWith("---"))
                .findFirst();
        if (first.isEmpty()) {
            broken(
                    file,
                    new Problem(RouteProblem.shown(file), 1, "the file is empty; it should hold at least one route"));
            return;
        }
        try {
            KEYS_ONCE.loadFromString(text);
            Resource resource = resource(file, text);
            PluginHelper.getRoutesLoader(scratch).loadRoutes(resource);
            List<RouteDefinition> read = from(resource);
            read.forEach(route -> owned(route, file));
            if (read.isEmpty() && !first.get().startsWith("-")) {
                broken(
                        file,
                        new Problem(
                                RouteProblem.shown(file), 1, "this is no list of routes; each begins with '- route:'"));
            }
        } catch (StackOverflowError e) {
            broken(file, new Problem(RouteProblem.shown(file), 0, TOO_DEEP));
        } catch (Exception e) {
            broken(file, RouteProblem.of(file, e, scratch));
        }
    }

    static Resource resource(Path file, String text) {
        return ResourceHelper.fromString(file.toUri().toString(), text);
    }

    private List<RouteDefinition> from(Resource resource) {
        return scratch.getRouteDefinitions().stream()
                .filter(route -> LoadedRoutes.location(route).equals(resource.getLocation()))
                .toList();
    }

    private String text(RouteDefinition route) {
        return texts.entrySet().stream()
                .filter(file -> file.getKey().toUri().toString().equals(LoadedRoutes.location(route)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private void broken(Path file, Problem problem) {
        problems.add(problem);
        broken.put(file, Objects.requireNonNull(texts.get(file)));
    }

    /** A second route with the same id has taken the place of the first. */
    private void owned(RouteDefinition route, Path file) {
        Path owner = owners.putIfAbsent(String.valueOf(route.getRouteId()), file);
        if (owner != null && route.getRouteId() != null) {
            broken.put(owner, Objects.requireNonNull(texts.get(owner)));
            broken(
                    file,
                    new Problem(
                            RouteProblem.shown(file),
                            Math.max(0, route.getLineNumber()),
                            "the route id '" + route.getRouteId() + "' is that of a route in "
                                    + RouteProblem.shown(owner)
                                    + "; every route needs an id of its own, by custom the name of its file"));
        }
    }

    /** Makes each route, as a start would; answers the ids of those that cannot be made. */
    private Set<String> tried(List<RouteDefinition> routes) {
        Set<String> failed = new TreeSet<>();
        try {
            scratch.removeRouteDefinitions(routes);
            scratch.start();
        } catch (Exception e) {
            throw new IllegalStateException("the routes cannot be tried: " + Cause.sentence(e), e);
        }
        for (RouteDefinition route : routes) {
            try {
                scratch.addRouteDefinition(route);
            } catch (Exception e) {
                failed.add(String.valueOf(route.getRouteId()));
                problems.add(RouteProblem.at(route, e, scratch, text(route)));
                continue;
            }
            Optional.ofNullable(scratch.getRoute(route.getRouteId()))
                    .flatMap(made -> taken(route, made.getEndpoint()))
                    .ifPresent(problems::add);
        }
        return failed;
    }

    /** Of two routes that begin at one place Camel would start the first and fail with the second. */
    private Optional<Problem> taken(RouteDefinition route, Endpoint beginning) {
        if (beginning instanceof MultipleConsumersSupport many && many.isMultipleConsumersSupported()) {
            return Optional.empty();
        }
        return Optional.ofNullable(beginnings.putIfAbsent(beginning, route))
                .map(first -> new Problem(
                        RouteProblem.file(route),
                        Math.max(0, route.getInput().getLineNumber()),
                        "route " + route.getRouteId() + " begins at "
                                + LoadedRoutes.address(route.getInput().getUri()) + ", and so does route "
                                + first.getRouteId() + " in " + RouteProblem.file(first)
                                + "; every route needs an address of its own, such as direct:" + route.getRouteId()));
    }
}
