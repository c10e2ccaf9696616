package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.pbxfailover.config.Problem;

/** Whether every {@code direct:} and {@code seda:} that a route calls is there. Camel itself would say so only at the call. */
final class CallsCheck {
    private final List<RouteDefinition> routes;
    private final Set<String> there = new TreeSet<>();

    CallsCheck(List<RouteDefinition> routes) {
        this.routes = routes;
        routes.forEach(route -> there.add(address(route.getInput().getUri())));
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (RouteDefinition route : routes) {
            Collection<ToDefinition> calls =
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class);
            for (ToDefinition call : calls) {
                String address = address(call.getUri());
                if ((address.startsWith("direct:") || address.startsWith("seda:")) && !there.contains(address)) {
                    problems.add(new Problem(
                            RouteProblem.file(route),
                            Math.max(0, call.getLineNumber()),
                            "route " + route.getRouteId() + " calls " + address
                                    + ", but no route begins there; there are " + String.join(", ", known())));
                }
            }
        }
        return problems;
    }

    private List<String> known() {
        return there.stream()
                .filter(address -> address.startsWith("direct:") || address.startsWith("seda:"))
                .toList();
    }

    private static String address(String uri) {
        return uri.replaceAll("\\?.*", "").replaceFirst("^(direct|seda)://", "$1:");
    }
}
