package org.pbxfailover.camel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Problem;

/** The stages and actions that the pairs name, held against those that the routes have. */
final class StagesCheck {
    private static final String STAGE = "stage:";

    /** One {@code stage:} line of a route. */
    private record Called(String file, int line, boolean optional) {}

    private final Configuration configuration;
    private final List<RouteDefinition> routes;
    private final Path directory;
    private final List<Problem> problems = new ArrayList<>();

    StagesCheck(Configuration configuration, List<RouteDefinition> routes, Path directory) {
        this.configuration = configuration;
        this.routes = routes;
        this.directory = directory;
    }

    List<Problem> problems() {
        Map<String, Called> activation = called("activate");
        Map<String, Called> failback = called("fail-back");
        for (Pair pair : configuration.pairs()) {
            stages(pair, "activation", "activate", pair.activation(), activation);
            stages(pair, "failback", "fail-back", pair.failback(), failback);
        }
        Set<String> consumed = consumed();
        configuration.pairs().forEach(pair -> {
            actions("pairs." + pair.name() + ".activation", pair.activation(), consumed);
            actions("pairs." + pair.name() + ".failback", pair.failback(), consumed);
        });
        configuration
                .notifications()
                .forEach(notification -> action("notify", notification.action().action(), consumed));
        return problems;
    }

    private Map<String, Called> called(String route) {
        Map<String, Called> called = new LinkedHashMap<>();
        routes.stream()
                .filter(definition -> route.equals(definition.getRouteId()))
                .forEach(definition -> stageLines(definition)
                        .forEach(line -> called.merge(name(line.getUri()), at(definition, line), (one, two) -> {
                            problems.add(new Problem(
                                    two.file(),
                                    two.line(),
                                    "stage '" + name(line.getUri()) + "' is called twice; each stage has one line"));
                            return one;
                        })));
        return called;
    }

    private static Collection<ToDefinition> stageLines(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
                .filter(to -> to.getUri().startsWith(STAGE))
                .toList();
    }

    private static Called at(RouteDefinition route, ToDefinition line) {
        return new Called(
                RouteProblem.file(route),
                Math.max(0, line.getLineNumber()),
                line.getUri().contains("optional=true"));
    }

    private static String name(String uri) {
        return uri.substring(STAGE.length()).replaceAll("\\?.*", "").replaceAll("^/+", "");
    }

    private void stages(
            Pair pair, String key, String route, Map<String, List<Action>> configured, Map<String, Called> called) {
        String where = "pairs." + pair.name() + "." + key;
        configured.keySet().stream()
                .filter(stage -> !called.containsKey(stage))
                .forEach(stage -> problems.add(new Problem(
                        configuration.file().toString(),
                        0,
                        where + "." + stage + ": the route '" + route + "' does not call this stage; it calls "
                                + String.join(", ", called.keySet()) + ", and a line 'uri: stage:" + stage
                                + "' would add it")));
        if (key.equals("failback") && configured.isEmpty()) {
            return; // then going back is done by hand, and the order only closes the chapter
        }
        called.forEach((stage, line) -> {
            if (!line.optional() && !configured.containsKey(stage)) {
                problems.add(new Problem(
                        line.file(),
                        line.line(),
                        "stage '" + stage + "' is called, but " + where + " has no action for it; add one, such as "
                                + stage + ": { action: http, url: \"http://127.0.0.1/" + stage + "\" }"));
            }
        });
    }

    private Set<String> consumed() {
        Set<String> consumed = new TreeSet<>();
        routes.forEach(route -> consumed.add(route.getInput().getUri().replaceAll("\\?.*", "")));
        return consumed;
    }

    private void actions(String where, Map<String, List<Action>> stages, Set<String> consumed) {
        stages.forEach(
                (stage, actions) -> actions.forEach(action -> action(where + "." + stage, action.action(), consumed)));
    }

    private void action(String where, String action, Set<String> consumed) {
        if (!consumed.contains("direct:" + action)) {
            problems.add(new Problem(
                    configuration.file().toString(),
                    0,
                    where + ".action: there is no action '" + action + "'; a route from direct:" + action + " in "
                            + directory.resolve("actions").resolve(action + ".camel.yaml") + " would be one"));
        }
    }
}
