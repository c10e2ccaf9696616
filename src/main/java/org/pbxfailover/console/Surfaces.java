package org.pbxfailover.console;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.pbxfailover.api.ApiServer;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.web.Callers;
import org.pbxfailover.web.GuardedServers;

/**
 * API and console of a robot, from before Camel's start to after its stop. {@link #install} once, before the start; Camel main does
 * the rest.
 */
public final class Surfaces extends MainListenerSupport {
    private final ApiServer api;
    private final Console console;
    private final Operator operator;
    private final Vitals vitals;
    private final Meters meters;
    private final Vertx vertx = vertx();
    private final Callers callers = new Callers();

    public Surfaces(ApiServer api, Console console, Operator operator, Vitals vitals, Meters meters) {
        this.api = api;
        this.console = console;
        this.operator = operator;
        this.vitals = vitals;
        this.meters = meters;
    }

    /** Binds what the servers need and sets their properties. Nothing listens yet. */
    public void install(Main main) {
        console.door().mustDifferFrom(api.door());
        main.bind("guardedServers", new GuardedServers(api.gate(), console.gate(), callers));
        main.bind("vertx", callers.on(vertx));
        main.bind(Meters.REGISTRY_NAME, meters.registry());
        main.bind("api", api.bean());
        api.properties().forEach(main::addOverrideProperty);
        console.properties().forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.metrics.enabled", "true");
        main.addOverrideProperty("camel.metrics.path", Console.METRICS);
        // Camel's own meters cost with every exchange, which is with every poll; Hawtio shows the same numbers from
        // JMX.
        main.addOverrideProperty("camel.metrics.enable-route-policy", "false");
        main.addOverrideProperty("camel.metrics.enable-exchange-event-notifier", "false");
        main.addOverrideProperty("camel.metrics.enable-route-event-notifier", "true");
        main.addOverrideProperty("camel.metrics.clear-on-reload", "false");
        meters.watch(operator, vitals);
        main.addMainListener(this);
    }

    /** What is wrong with API and console, each one sentence; empty: nothing. Safe for use by many threads. */
    public List<String> problems() {
        return Stream.of(api.problem(), console.problem())
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Hooks into the context and not into Camel main's own start and stop, of which main tells its listeners only when it is run and
     * not when it is started.
     */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        HealthChecks.register(context, vitals, this::problems);
        PairBeans beans = new PairBeans(operator);
        try {
            context.addStartupListener(new StartupListener() {
                @Override
                public void onCamelContextStarted(CamelContext started, boolean already) {}

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean already) {
                    console.mount(started);
                    api.mount(started);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("Camel takes no startup listener.", e);
        }
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                beans.close();
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        });
    }

    /** One small Vert.x for both servers, without files in the temporary directory: it may be full or read-only. */
    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(16) // of which those who ask for a witness get half
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
