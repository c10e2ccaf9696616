package org.pbxfailover.camel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final Set<String> NEEDED =
            Set.of("watch", "probe", "confirm", "resume", "run", "activate", "fail-back", "stage", "call", "http");

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

    /** What is wrong with these texts; {@code directory} is named where no single file is to blame. */
    List<Problem> check(Path directory, Map<Path, String> texts) {
        List<Problem> problems = new ArrayList<>();
        try (DefaultCamelContext scratch = new DefaultCamelContext()) {
            scratch.setAutoStartup(false);
            scratch.disableJMX();
            scratch.setSourceLocationEnabled(true);
            scratch.getCamelContextExtension().setName("routes-check");
            beans.accept(scratch);
            load(scratch, texts, problems);
            if (problems.isEmpty()) {
                start(scratch, directory, problems);
            }
            if (problems.isEmpty()) {
                List<RouteDefinition> routes = ((ModelCamelContext) scratch).getRouteDefinitions();
                problems.addAll(missing(directory, routes));
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
            try {
                Set<String> before = ids(scratch);
                Resource resource = ResourceHelper.fromString(file.toUri().toString(), text);
                PluginHelper.getRoutesLoader(scratch).loadRoutes(resource);
                Set<String> added = ids(scratch);
                added.removeAll(before);
                added.forEach(id -> owners.put(id, file));
                if (text.isBlank()) {
                    problems.add(
                            new Problem(file.toString(), 1, "the file is empty; it should hold at least one route"));
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
