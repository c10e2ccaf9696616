package org.pbxfailover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.pbxfailover.api.Api;
import org.pbxfailover.camel.Announcing;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.camel.Flow;
import org.pbxfailover.camel.OpenEpochs;
import org.pbxfailover.camel.OperatorDesk;
import org.pbxfailover.camel.Pairs;
import org.pbxfailover.camel.Reports;
import org.pbxfailover.camel.Trial;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Internet;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.RobotSettings;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;

/** What the routes name, for looking at the routes and for trying what they would ask: no journal, no listener, nothing that acts. */
final class DryFlow {
    private static final Listen NOWHERE = new Listen("127.0.0.1", 0);

    private final Flow flow;
    private final Api api;

    private DryFlow(Flow flow, Api api) {
        this.flow = flow;
        this.api = api;
    }

    /** What routes name does not depend on the pairs, so an invalid configuration is no reason not to look at them. */
    static DryFlow withoutPairs() {
        return of(new Configuration(
                Path.of(""),
                new RobotSettings(
                        "",
                        Path.of(""),
                        NOWHERE,
                        Optional.empty(),
                        NOWHERE,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                new Internet(List.of(), 0, Duration.ZERO, List.of()),
                List.of(),
                Optional.empty(),
                ReadinessSettings.usual(),
                List.of()));
    }

    static DryFlow of(Configuration configuration) {
        Announcing announcing = new Announcing(configuration, Clock.SYSTEM);
        Pairs pairs =
                new Pairs(configuration, new NoJournal(), Optional.empty(), announcing, entry -> {}, Clock.SYSTEM);
        Flow flow = new Flow(
                configuration,
                pairs,
                (late, alive) -> {},
                announcing,
                Redactor.of(configuration),
                List::of,
                new Reports("", (name, text) -> {}, name -> true));
        OperatorDesk operator =
                new OperatorDesk(configuration.robot().name(), pairs, flow.concerns(), new OpenEpochs());
        return new DryFlow(flow, new Api(operator));
    }

    Trial trial() {
        return flow.trial();
    }

    void bind(CamelContext context) {
        flow.bind(context);
        context.getRegistry().bind("api", api);
    }

    private static final class NoJournal implements Journal {
        @Override
        public void append(List<Entry> entries) {
            throw new UnsupportedOperationException("routes that are only looked at decide nothing");
        }

        @Override
        public List<Entry> entries(String pair) {
            return List.of();
        }

        @Override
        public Set<String> pairs() {
            return Set.of();
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
