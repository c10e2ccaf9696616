package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.Suggest;

/** The stages and actions that the pairs name, held against those that the routes have. */
final class StagesCheck {
    private static final String STAGE = "stage:";

    /** One {@code stage:} line of a route. */
    private record Called(String file, int line, boolean optional) {}

    private final Outline outline;
    private final LoadedRoutes loaded;
    private final Path directory;
    private final List<Problem> problems = new ArrayList<>();

    StagesCheck(Outline outline, LoadedRoutes loaded, Path directory) {
        this.outline = outline;
        this.loaded = loaded;
        this.directory = directory;
    }

    List<Problem> problems() {
        loaded.withId("activate").forEach(route -> {
            Map<String, Called> called = called(route);
            outline.activations().forEach(stages -> stages(stages, route, called));
        });
        loaded.withId("fail-back").forEach(route -> {
            Map<String, Called> called = called(route);
            outline.failbacks().stream()
                    // Without any, going back is done by hand, and the order only closes the chapter.
                    .filter(stages ->
                            !stages.stages().isEmpty() || !stages.misnamed().isEmpty())
                    .forEach(stages -> stages(stages, route, called));
        });
        Set<String> offered = offered();
        outline.actions().forEach(action -> action(action, offered));
        return problems;
    }

    private Map<String, Called> called(RouteDefinition route) {
        Map<String, Called> called = new LinkedHashMap<>();
        boolean failed = loaded.failed().contains(route.getRouteId());
        for (ToDefinition line : addresses(route)) {
            if (line.getUri().startsWith(STAGE)) {
                Called here =
                        new Called(RouteProblem.file(route), Math.max(0, line.getLineNumber()), optional(line, failed));
                if (called.putIfAbsent(name(line.getUri()), here) != null) {
                    problems.add(new Problem(
                            here.file(),
                            here.line(),
                            "stage '" + name(line.getUri()) + "' is called twice; each stage has one line, and where"
                                    + " two things are to be done in it the pair has a list of two actions"));
                }
            }
        }
        return called;
    }

    private static Collection<ToDefinition> addresses(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
                .filter(to -> to.getUri() != null)
                .toList();
    }

    /** A parameter that was complained of may have been meant so. */
    private static boolean optional(ToDefinition line, boolean failed) {
        return line.getUri().contains("optional=true")
                || (failed && line.getUri().contains("?"));
    }

    private static String name(String uri) {
        return LoadedRoutes.address(uri).replaceFirst("^[^:]*:/*", "");
    }

    private void stages(Outline.Stages configured, RouteDefinition route, Map<String, Called> called) {
        List<String> lacking =
                called.keySet().stream().filter(stage -> !configured.has(stage)).toList();
        Set<String> misspelt = new TreeSet<>();
        configured.misnamed().forEach(stage -> Suggest.nearest(stage, lacking).ifPresent(misspelt::add));
        for (Outline.Named stage : configured.stages()) {
            if (!called.containsKey(stage.name()) && !inDoubt(stage.name(), route)) {
                Optional<String> meant = Suggest.nearest(stage.name(), lacking);
                meant.ifPresent(misspelt::add);
                notCalled(stage, route, called.keySet(), meant);
            }
        }
        called.forEach((stage, line) -> {
            if (!line.optional() && !configured.has(stage) && !misspelt.contains(stage)) {
                problems.add(new Problem(
                        line.file(),
                        line.line(),
                        "stage '" + stage + "' is called, but " + configured.path() + " (" + at(configured.line())
                                + ") has no action for it; add one, such as " + stage
                                + ": { action: http, url: \"http://127.0.0.1/" + stage
                                + "\" }, or write optional: true among the parameters here"));
            }
        });
    }

    /** A step of the route that was complained of may have been meant to call it. */
    private boolean inDoubt(String stage, RouteDefinition route) {
        return loaded.failed().contains(route.getRouteId())
                && addresses(route).stream()
                        .anyMatch(line -> name(line.getUri()).equals(stage));
    }

    private void notCalled(Outline.Named stage, RouteDefinition route, Set<String> called, Optional<String> meant) {
        problems.add(new Problem(
                outline.file(),
                stage.line(),
                stage.path() + ": the route '" + route.getRouteId() + "' does not call this stage"
                        + meant.map(word -> ", did you mean '" + word + "'?")
                                .orElse("; it calls " + String.join(", ", called) + ", and a line 'uri: stage:"
                                        + stage.name() + "' in " + RouteProblem.file(route) + " would add it")));
    }

    private String at(int line) {
        return line > 0 ? outline.file() + ":" + line : outline.file();
    }

    /** The names of the actions: every route of the directory for them, but not those that only help the one after which a file is named. */
    private Set<String> offered() {
        Set<String> offered = new TreeSet<>();
        String actions = directory.resolve("actions").toUri().toString();
        loaded.routes().stream()
                .filter(route -> LoadedRoutes.location(route).startsWith(actions))
                .filter(route -> LoadedRoutes.location(route)
                        .endsWith("/" + name(route.getInput().getUri()) + ".camel.yaml"))
                .forEach(route -> offered.add(name(route.getInput().getUri())));
        offered.removeIf(
                name -> name.endsWith("-verify") || name.endsWith("-preflight")); // they come with their action
        return offered;
    }

    private void action(Outline.Named action, Set<String> offered) {
        if (!loaded.lacksAddress("direct:" + action.name())) {
            return;
        }
        String hint = Suggest.nearest(action.name(), offered)
                .map(word -> ", did you mean '" + word + "'?")
                .orElse("; there are " + String.join(", ", offered) + ", and a route from direct:" + action.name()
                        + " in " + directory.resolve("actions").resolve(action.name() + ".camel.yaml")
                        + " would be another");
        problems.add(new Problem(
                outline.file(), action.line(), action.path() + ": there is no action '" + action.name() + "'" + hint));
    }
}
