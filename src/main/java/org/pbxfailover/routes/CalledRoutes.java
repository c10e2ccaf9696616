package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.pbxfailover.camel.Cause;

/** Of a directory of routes those that do nothing until somebody calls them: no schedule and no listener begins with them. */
public final class CalledRoutes {
    private CalledRoutes() {}

    /**
     * Loads them, and no others.
     *
     * @param context not started yet; what the routes name is bound
     * @param directory whose routes were checked
     */
    public static void load(DefaultCamelContext context, Path directory) {
        try {
            for (Map.Entry<Path, String> file : RouteFiles.read(directory).entrySet()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(RouteLoading.resource(file.getKey(), file.getValue()));
            }
            List<RouteDefinition> others = context.getRouteDefinitions().stream()
                    .filter(route ->
                            !LoadedRoutes.address(route.getInput().getUri()).startsWith("direct:"))
                    .toList();
            context.removeRouteDefinitions(others);
        } catch (Exception e) {
            throw new IllegalStateException("the routes cannot be loaded: " + Cause.sentence(e), e);
        }
    }
}
