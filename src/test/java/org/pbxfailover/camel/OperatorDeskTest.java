package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.Event;
import org.pbxfailover.operator.OrderAnswer;

/** What people order is in the log as well, with who it was, also where nobody is told of it. */
class OperatorDeskTest {
    private static final OptionalLong ANY = OptionalLong.empty();

    @TempDir
    Path temp;

    private final List<String> log = new ArrayList<>();
    private Pairs pairs;
    private OperatorDesk desk;

    @BeforeEach
    void open() throws IOException {
        open(Samples.configuration(temp, ""));
    }

    private void open(Configuration configuration) {
        pairs = Samples.pairs(configuration, new MemoryJournal(), SetClock.still(), news -> log.add(news.sentence()));
        desk = new OperatorDesk(
                "test",
                pairs,
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of())),
                new OpenEpochs());
    }

    @Test
    void a_drill_is_in_the_log_with_who_ordered_it() {
        desk.drill("acme", ANY, false, "anna (API from 127.0.0.1): monday");
        assertThat(log).containsExactly("drill begun, ordered by anna (API from 127.0.0.1): monday");
    }

    /** Rule I8; the core takes none either, but could not say why. */
    @Test
    void no_order_switches_a_pair_in_shadow_mode() throws IOException {
        Samples.configuration(temp, "");
        Path file = temp.resolve("failover.yaml");
        Files.writeString(file, Files.readString(file).replace("mode: live", "mode: shadow"));
        open(((ConfigurationReader.Valid) new ConfigurationReader().read(file)).configuration());

        OrderAnswer answer = desk.failover("acme", ANY, "anna");
        assertThat(answer)
                .isEqualTo(new OrderAnswer.Refused("acme is in shadow mode: the robot decides and reports, but never"
                        + " acts; nothing was changed"));
        assertThat(pairs.find("acme").orElseThrow().state().run()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void an_acknowledgement_is_in_the_log_with_what_was_seen() {
        pairs.tell(pairs.find("acme").orElseThrow(), new Event.OrderFailover("bob"));
        pairs.tell(pairs.find("acme").orElseThrow(), new Event.PassFailed(1, "no such endpoint"));
        log.clear();
        OrderAnswer answer = desk.acknowledge("acme", ANY, "anna");
        assertThat(log).singleElement().asString().startsWith("acknowledged by anna: the route fails");
        assertThat(((OrderAnswer.Accepted) answer).sentence()).isEqualTo(log.get(0));
    }

    /** There is no way back from a maintenance, however steady the primary is. */
    @Test
    void a_fail_back_where_the_primary_serves_is_refused_for_that_reason() {
        desk.maintenance("acme", ANY, Duration.ofMinutes(5), "anna");
        OrderAnswer answer = desk.failBack("acme", ANY, false, "anna");
        assertThat(((OrderAnswer.Refused) answer).sentence())
                .isEqualTo("acme is in maintenance: the primary is in service already; nothing was changed");
    }

    @Test
    void what_is_under_way_is_not_ordered_twice() {
        desk.failover("acme", ANY, "anna");
        assertThat(refused(desk.failover("acme", ANY, "anna")))
                .isEqualTo("that is under way already for acme, epoch 1 (switchover); nothing was changed");
        desk.failBack("acme", ANY, true, "anna");
        assertThat(refused(desk.failBack("acme", ANY, true, "anna")))
                .isEqualTo("that is under way already for acme, epoch 2 (fail-back); nothing was changed");
    }

    @Test
    void an_order_for_another_epoch_says_whether_it_is_stale() {
        desk.failover("acme", ANY, "anna");
        assertThat(refused(desk.hold("acme", OptionalLong.of(0), "anna")))
                .isEqualTo("the order is stale: it expects epoch 0, but acme is at epoch 1; nothing was changed");
        assertThat(refused(desk.hold("acme", OptionalLong.of(2), "anna")))
                .isEqualTo("the order expects epoch 2, but acme is at epoch 1; nothing was changed");
    }

    private static String refused(OrderAnswer answer) {
        return ((OrderAnswer.Refused) answer).sentence();
    }
}
