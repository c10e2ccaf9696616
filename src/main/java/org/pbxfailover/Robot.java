package org.pbxfailover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.pbxfailover.api.ApiServer;
import org.pbxfailover.camel.Announcing;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.camel.Concern;
import org.pbxfailover.camel.Flow;
import org.pbxfailover.camel.OpenEpochs;
import org.pbxfailover.camel.OperatorDesk;
import org.pbxfailover.camel.Pairs;
import org.pbxfailover.camel.PollListener;
import org.pbxfailover.camel.PromptJournal;
import org.pbxfailover.camel.Reports;
import org.pbxfailover.camel.SlowLook;
import org.pbxfailover.camel.SystemThreads;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.Template;
import org.pbxfailover.console.Console;
import org.pbxfailover.console.Meters;
import org.pbxfailover.console.Surfaces;
import org.pbxfailover.console.Vitals;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.ReportFiles;
import org.pbxfailover.journal.StateDirectory;
import org.pbxfailover.routes.RouteEdits;
import org.pbxfailover.routes.RoutesCheck;

/** The robot from its start to its stop: the one place where everything is put together. */
final class Robot implements AutoCloseable {
    private static final String SHUTDOWN_SECONDS = "5";

    private final StateDirectory state;
    private final Journal journal;
    private final SlowLook room;
    private final Optional<String> hold;
    private final Pairs pairs;
    private final Announcing announcing;
    private final Flow flow;
    private final Surfaces surfaces;
    private final ApiServer api;
    private final Console console;
    private final Supplier<String> token;
    private final RouteEdits edits;
    private final Main main = new Main();

    /**
     * @param valid the configuration, with what a later edit of the routes is held against
     * @param routes a directory whose routes were checked
     * @param hold why the journal cannot be trusted; every pair is on hold then
     */
    Robot(ConfigurationReader.Valid valid, Path routes, StateDirectory state, Optional<String> hold) {
        this(valid, routes, state, state.journal(), hold, Clock.SYSTEM);
    }

    /**
     * @param journal what the pairs remember with; it is closed with {@code state}
     * @param clock what the pairs and their probes go by
     */
    Robot(
            ConfigurationReader.Valid valid,
            Path routes,
            StateDirectory state,
            Journal journal,
            Optional<String> hold,
            Clock clock) {
        Configuration configuration = valid.configuration();
        this.state = state;
        Executor looks = SystemThreads.pool("look-at-disk", 2);
        this.journal = new PromptJournal(
                journal, looks, "the state directory " + state.path() + " does not answer; look at its disk");
        this.room = new SlowLook(
                looks,
                state::scarcity,
                "how much room the state directory " + state.path() + " has is not known: its disk does not answer");
        this.hold = hold;
        Meters meters = new Meters();
        ReportFiles files = state.reports();
        this.announcing =
                new Announcing(configuration, clock, name -> files.path(name).toString());
        Reports reports = new Reports(configuration.robot().name(), files::write, files::has);
        OpenEpochs epochs = new OpenEpochs();
        Consumer<Entry> entries =
                new EntryMeters(meters, clock).andThen(reports).andThen(epochs);
        this.pairs = new Pairs(configuration, this.journal, hold, announcing, entries, clock);
        this.token = secret(configuration.robot().token(), StateDirectory.API_TOKEN);
        Optional<Supplier<String>> monitor =
                configuration.robot().monitorPassword().map(Robot::resolved);
        Supplier<String> password = secret(configuration.robot().password(), StateDirectory.CONSOLE_PASSWORD);
        Redactor redactor = Redactor.of(configuration).and(() -> List.of(token.get(), password.get()));
        this.flow = new Flow(configuration, pairs, listener(meters), announcing, redactor, this::concerns, reports);
        OperatorDesk operator = new OperatorDesk(configuration.robot().name(), pairs, flow.concerns(), epochs);
        this.api = new ApiServer(configuration.robot().api(), token, operator);
        this.console = new Console(
                configuration.robot().console(), configuration.robot().user(), password, monitor);
        RoutesCheck check = new RoutesCheck(valid.outline(), scratch -> {
            flow.bind(scratch);
            scratch.getRegistry().bind("api", api.bean());
        });
        this.edits = new RouteEdits(routes, check, meters::editRefused, looks);
        Vitals vitals = new RobotVitals(edits, this.journal, flow, announcing, hold);
        this.surfaces = new Surfaces(api, console, operator, vitals, meters);
        prepare(configuration, check.needed(routes));
    }

    private static PollListener listener(Meters meters) {
        Carriers carriers = Carriers.ofThisJava();
        return new PollListener() {
            @Override
            public void ticked() {
                carriers.suit();
            }

            @Override
            public void polled(long late, boolean alive) {
                meters.probed(late, alive);
            }
        };
    }

    private void prepare(Configuration configuration, List<Path> files) {
        Path tuning = configuration.file().toAbsolutePath().resolveSibling("application.properties");
        main.setPropertyPlaceholderLocations(Files.exists(tuning) ? "file:" + tuning : "false");
        settings(files).forEach(main::addOverrideProperty);
        surfaces.install(main);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport camel) {
                join(camel.getCamelContext());
            }
        });
    }

    private void join(CamelContext context) {
        flow.guard(context);
        announcing.sendThrough(context);
        try {
            context.addService(edits);
        } catch (Exception e) {
            throw new IllegalStateException("route files cannot be watched: " + e.getMessage(), e);
        }
    }

    /** What the robot relies on. Everything else of Camel may be tuned in {@code application.properties} beside the configuration. */
    private static Map<String, String> settings(List<Path> files) {
        return Map.of(
                "camel.main.name", "pbx-failover",
                "camel.main.routes-include-pattern",
                        files.stream().map(file -> "file:" + file).collect(Collectors.joining(",")),
                "camel.main.shutdown-timeout", SHUTDOWN_SECONDS,
                "camel.main.startup-summary-level", "Off",
                "camel.main.auto-configuration-log-summary", "false",
                "camel.main.source-location-enabled", "true");
    }

    /** Returns when it guards. */
    void start() {
        main.start();
        state.tellOfApi(api.elsewhere());
        pairs.tellOfStart();
    }

    int apiPort() {
        return api.port();
    }

    int consolePort() {
        return console.port();
    }

    /** Otherwise its port is that of somebody else. */
    boolean hasConsole() {
        return console.problem().isEmpty();
    }

    String token() {
        return token.get();
    }

    @Override
    public void close() {
        try {
            main.stop();
        } finally {
            state.tellOfApi(Optional.empty());
            state.close();
        }
    }

    private Supplier<String> secret(Optional<Template> configured, String file) {
        return configured.map(Robot::resolved).orElseGet(() -> {
            String generated = state.secret(file);
            return () -> generated;
        });
    }

    /** Read anew whenever it is asked for, as it may be replaced. */
    private static Supplier<String> resolved(Template secret) {
        return () -> secret.resolve(Map.of());
    }

    private List<Concern> concerns() {
        List<String> concerns = new ArrayList<>(surfaces.problems());
        hold.map(why -> "the robot is on hold").or(journal::problem).ifPresent(concerns::add);
        edits.refusedEdit().ifPresent(concerns::add);
        List<Concern> all = new ArrayList<>();
        concerns.forEach(why -> all.add(new Concern(Concern.Kind.ROBOT, why)));
        room.found().ifPresent(why -> all.add(new Concern(Concern.Kind.DISK, why)));
        flow.preflights().clockProblem().ifPresent(why -> all.add(new Concern(Concern.Kind.CLOCK, why)));
        flow.preflights().outsideProblem().ifPresent(why -> all.add(new Concern(Concern.Kind.OUTSIDE, why)));
        return all;
    }
}
