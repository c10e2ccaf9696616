package org.pbxfailover.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.Suggest;

/**
 * Whether what a route refers to is there: every {@code direct:} and {@code seda:} that it calls, and its configuration. Camel itself would
 * say so only at the call, or never.
 */
final class CallsCheck {
    private final LoadedRoutes loaded;

    CallsCheck(LoadedRoutes loaded) {
        this.loaded = loaded;
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (RouteDefinition route : loaded.routes()) {
            configuration(route).ifPresent(problems::add);
            Collection<ToDefinition> calls =
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class);
            for (ToDefinition call : calls) {
                String address = LoadedRoutes.address(String.valueOf(call.getUri()));
                if (internal(address) && loaded.lacksAddress(address)) {
                    problems.add(new Problem(
                            RouteProblem.file(route),
                            Math.max(0, call.getLineNumber()),
                            "route " + route.getRouteId() + " calls " + address
                                    + ", but no route begins there"
                                    + Suggest.nearest(address, known())
                                            .map(meant -> ", did you mean " + meant + "?")
                                            .orElse("; there are " + String.join(", ", known()))));
                }
            }
        }
        return problems;
    }

    /** Without it Camel would run the route all the same, and its errors would go another way than it says. */
    private Optional<Problem> configuration(RouteDefinition route) {
        return Optional.ofNullable(route.getRouteConfigurationId())
                .filter(loaded::lacksConfiguration)
                .map(id -> new Problem(
                        RouteProblem.file(route),
                        Math.max(0, route.getLineNumber()),
                        "route " + route.getRouteId() + ": there is no routeConfiguration with the id '" + id
                                + "'; there are " + String.join(", ", loaded.configurations())));
    }

    /** Without the many actions, which no other route calls by their address. */
    private List<String> known() {
        return loaded.routes().stream()
                .filter(route -> !LoadedRoutes.location(route).contains("/actions/"))
                .map(route -> LoadedRoutes.address(route.getInput().getUri()))
                .filter(CallsCheck::internal)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean internal(String address) {
        return address.startsWith("direct:") || address.startsWith("seda:");
    }
}
