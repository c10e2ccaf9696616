package org.pbxfailover;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.operator.Tried;
import org.pbxfailover.routes.CalledRoutes;

/**
 * Tries what a configuration names, through the robot's own routes. It needs no robot and disturbs none: no journal is opened, nothing
 * listens, and no route runs by itself.
 */
final class LiveCheck {
    private LiveCheck() {}

    /** @param routes a directory whose routes fit the configuration */
    static List<Tried> of(Configuration configuration, Path routes) {
        DryFlow flow = DryFlow.of(configuration);
        DefaultCamelContext context = new DefaultCamelContext();
        try {
            context.disableJMX();
            context.getCamelContextExtension().setName("live-check");
            flow.bind(context);
            CalledRoutes.load(context, routes);
            context.start();
            return flow.trial().all(context);
        } finally {
            context.stop();
        }
    }
}
