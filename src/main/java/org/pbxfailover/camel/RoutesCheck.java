package org.pbxfailover.camel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Problem;

/**
 * Whether a set of route files would work: loads them into a context of its own that is never started, so that neither the network nor
 * the running routes are touched, and holds the stages that they call against the stages that the pairs have actions for.
 */
public final class RoutesCheck {

    /** The routes that the robot itself relies on; a set of files without one of them would guard nothing. */
    private static final Set<String> NEEDED = Set.of(
            "watch", "probe", "confirm", "resume", "run", "activate", "fail-back", "stage", "call", "notify", "http");

    private final Configuration configuration;
    private final Consumer<CamelContext> beans;

    /**
     * @param beans binds what the routes name
     */
    public RoutesCheck(Configuration configuration, Consumer<CamelContext> beans) {
        this.configuration = configuration;
        this.beans = beans;
    }

    /** What is wrong with the route files of a directory. */
    public List<Problem> check(Path directory) {
        return check(directory, RouteFiles.read(directory));
    }

    /**
     * What is wrong with these texts after an edit of one file.
     *
     * @param before the file's text in the routes that run; a route of it that is missing now would go on running, so that is wrong, too
     */
    List<Problem> edited(Path directory, Map<Path, String> texts, Path file, Optional<String> before) {
        String edited = file.toString();
        List<Problem> problems = check(directory, texts).stream()
                .map(problem -> blamed(problem, edited, directory.toString()))
                .sorted(Comparator.comparing((Problem problem) -> problem.line() == 0)) // what names a line comes first
                .toList();
        if (!problems.isEmpty() || before.isEmpty()) {
            return problems;
        }
        Set<String> gone = ids(file, before.get());
        gone.removeAll(ids(file, Objects.requireNonNull(texts.get(file))));
        return gone.stream()
                .map(id -> new Problem(
                        file.toString(),
                        0,
                        "the route '" + id + "' is gone, but would go on until the robot is restarted: put it back, or"
                                + " restart the robot without it"))
                .toList();
    }

    /** Every file was well before the edit, so the edited one is to blame, also when the trouble shows in another place. */
    private static Problem blamed(Problem problem, String edited, String directory) {
        if (problem.file().equals(edited)) {
            return problem;
        }
        boolean nowhere = problem.file().equals(directory);
        return new Problem(edited, 0, nowhere ? problem.sentence() : problem.toString());
    }

    private static Set<String> ids(Path file, String text) {
        try (DefaultCamelContext scratch = scratch()) {
            PluginHelper.getRoutesLoader(scratch).loadRoutes(resource(file, text));
            return ids(scratch);
        } catch (Exception e) {
            return new TreeSet<>(); // it was loaded before, so this does not happen
        }
    }

    private static DefaultCamelContext scratch() {
        DefaultCamelContext scratch = new DefaultCamelContext();
        scratch.setAutoStartup(false);
        scratch.disableJMX();
        scratch.setSourceLocationEnabled(true);
        scratch.getCamelContextExtension().setName("routes-check");
        return scratch;
    }

    private static Resource resource(Path file, String text) {
        return ResourceHelper.fromString(file.toUri().toString(), text);
    }

    /** What is wrong with these texts; {@code directory} is named where no single file is to blame. */
    List<Problem> check(Path directory, Map<Path, String> texts) {
        List<Problem> problems = new ArrayList<>();
        try (DefaultCamelContext scratch = scratch()) {
            beans.accept(scratch);
            load(scratch, texts, problems);
            if (problems.isEmpty()) {
                start(scratch, directory, problems);
            }
            if (problems.isEmpty()) {
                List<RouteDefinition> routes = ((ModelCamelContext) scratch).getRouteDefinitions();
                problems.addAll(missing(directory, routes));
                problems.addAll(new CallsCheck(routes).problems());
                problems.addAll(new StagesCheck(configuration, routes, directory).problems());
            }
        } catch (Exception e) {
            problems.add(new Problem(directory.toString(), 0, RouteProblem.sentence(e)));
        }
        return problems;
    }

    private static void load(DefaultCamelContext scratch, Map<Path, String> texts, List<Problem> problems) {
        Map<String, Path> owners = new TreeMap<>();
        texts.forEach((file, text) -> {
            if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
                problems.add(new Problem(file.toString(), 1, "the file is empty; it should hold at least one route"));
                return;
            }
            try {
                Resource resource = resource(file, text);
                PluginHelper.getRoutesLoader(scratch).loadRoutes(resource);
                for (RouteDefinition route : scratch.getRouteDefinitions()) {
                    boolean here = route.getResource() != null
                            && route.getResource().getLocation().equals(resource.getLocation());
                    Path owner = here ? owners.putIfAbsent(String.valueOf(route.getRouteId()), file) : null;
                    if (owner != null && !owner.equals(file)) {
                        problems.add(new Problem(
                                file.toString(),
                                Math.max(0, route.getLineNumber()),
                                "the route id '" + route.getRouteId() + "' is that of a route in " + owner
                                        + "; every route needs an id of its own"));
                    }
                }
            } catch (Exception e) {
                problems.add(RouteProblem.of(file, e));
            }
        });
    }

    private static Set<String> ids(DefaultCamelContext context) {
        Set<String> ids = new TreeSet<>();
        context.getRouteDefinitions().forEach(route -> ids.add(String.valueOf(route.getRouteId())));
        return ids;
    }

    private static void start(DefaultCamelContext scratch, Path directory, List<Problem> problems) {
        try {
            scratch.start();
        } catch (Exception e) {
            problems.add(RouteProblem.atStart(scratch, directory, e));
        }
    }

    private static List<Problem> missing(Path directory, List<RouteDefinition> routes) {
        Set<String> there = new TreeSet<>();
        routes.forEach(route -> there.add(String.valueOf(route.getRouteId())));
        return NEEDED.stream()
                .filter(id -> !there.contains(id))
                .sorted()
                .map(id -> new Problem(
                        directory.toString(), 0, "there is no route with the id '" + id + "'; the robot needs it"))
                .toList();
    }
}
