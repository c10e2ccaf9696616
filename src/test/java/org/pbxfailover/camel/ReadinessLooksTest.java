package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Question;

/** When what a failover needs is looked at, and when people are told of it. */
class ReadinessLooksTest {
    private static final Instant AT = Instant.parse("2026-11-23T02:00:00Z");
    private static final int OF_ACME = 3;
    private static final int OF_BETA = 4;
    private static final int OF_HOSTS = 1;

    @TempDir
    Path temp;

    private final SetClock clock = SetClock.still();
    private final MemoryJournal journal = new MemoryJournal();
    private final List<String> told = new ArrayList<>();
    private List<Concern> ofRobot = List.of();

    private Readiness readiness(Duration every, String more) throws Exception {
        Configuration configuration = Samples.configuration(temp, more);
        Question ofHost = Question.of(
                configuration.internet().hosts().get(0),
                configuration.internet().timeout());
        return new Readiness(
                every,
                Samples.pairs(configuration, journal, clock),
                new Preflights(
                        new OutsideHosts(List.of(new Confirm.Outside("outside", ofHost)), 1),
                        Redactor.of(configuration),
                        clock),
                (pair, epoch, news) -> told.add(said(news)),
                new Concerns(
                        ReadinessSettings.usual(), () -> ofRobot, new Freshness(List.of()), new Witnesses(Map.of())),
                new Witnesses(Samples.questions(configuration)),
                clock);
    }

    private static String said(Step.News news) {
        return news.event().orElse("no event") + ": " + news.sentence();
    }

    private int after(Readiness readiness, Duration time) {
        clock.goesBy(time);
        return readiness.due().size();
    }

    private void serving() {
        journal.append(List.of(
                new Entry.EpochOpened("acme", AT, 1, EpochKind.SWITCHOVER, "ordered", Evidence.NONE),
                new Entry.EpochClosed("acme", AT, 1, Entry.Outcome.COMPLETED, "in service")));
    }

    @Test
    void everything_is_looked_at_soon_after_the_start_and_then_once_per_interval() throws Exception {
        Readiness readiness = readiness(Duration.ofHours(1), Samples.beta("live"));

        int first = readiness.due().size() + after(readiness, Duration.ofSeconds(1));
        assertThat(first).isEqualTo(OF_ACME + OF_BETA + OF_HOSTS);
        assertThat(after(readiness, Duration.ofMinutes(59))).isZero();
        assertThat(after(readiness, Duration.ofMinutes(1))).isEqualTo(OF_ACME + OF_BETA + OF_HOSTS);
        assertThat(after(readiness, Duration.ofSeconds(1))).isZero();
    }

    @Test
    void while_the_secondary_serves_the_way_back_is_looked_at_every_minute() throws Exception {
        serving();
        Readiness readiness = readiness(Duration.ofHours(1), Samples.beta("live"));
        readiness.due();
        after(readiness, Duration.ofSeconds(1));

        assertThat(after(readiness, Duration.ofSeconds(58))).isZero();
        assertThat(after(readiness, Duration.ofSeconds(1))).isEqualTo(OF_ACME);
    }

    @Test
    void while_the_secondary_serves_nothing_is_looked_at_less_often_than_else() throws Exception {
        serving();
        Readiness readiness = readiness(Duration.ofSeconds(10), "");
        assertThat(readiness.due()).hasSize(OF_ACME + OF_HOSTS);

        assertThat(after(readiness, Duration.ofSeconds(10))).isEqualTo(OF_ACME + OF_HOSTS);
    }

    @Test
    void a_robot_whose_pairs_are_all_on_hold_rehearses_nothing_and_one_with_another_pair_everything() throws Exception {
        journal.append(List.of(new Entry.HoldBegan("acme", AT, "anna")));
        ofRobot = List.of(new Concern(Concern.Kind.ROBOT, "the journal is full"));

        Readiness alone = readiness(Duration.ofHours(1), "");
        for (int second = 0; second < 20; second++) {
            assertThat(after(alone, Duration.ofSeconds(1))).isZero();
        }
        assertThat(told).isEmpty();

        Readiness beside = readiness(Duration.ofHours(1), Samples.beta("live"));
        assertThat(beside.due().size() + after(beside, Duration.ofSeconds(1))).isEqualTo(OF_ACME + OF_BETA + OF_HOSTS);
    }

    @Test
    void what_is_wrong_is_told_once_and_its_end_is_no_event() throws Exception {
        Readiness readiness = readiness(Duration.ofHours(1), "");
        ofRobot = List.of(new Concern(Concern.Kind.ROBOT, "the journal is full"));
        for (int second = 0; second < 30; second++) {
            after(readiness, Duration.ofSeconds(1));
        }
        assertThat(told).containsExactly("not-ready: not ready for a failover: the journal is full");

        ofRobot = List.of();
        for (int second = 0; second < 30; second++) {
            after(readiness, Duration.ofSeconds(1));
        }
        assertThat(told).hasSize(2).last().isEqualTo("no event: ready for a failover again");
    }

    @Test
    void while_the_secondary_serves_what_is_wrong_is_not_told_as_a_failover_that_would_not_work() throws Exception {
        serving();
        Readiness readiness = readiness(Duration.ofHours(1), "");
        ofRobot = List.of(new Concern(Concern.Kind.ROBOT, "the journal is full"));
        for (int second = 0; second < 30; second++) {
            after(readiness, Duration.ofSeconds(1));
        }
        ofRobot = List.of();
        for (int second = 0; second < 30; second++) {
            after(readiness, Duration.ofSeconds(1));
        }
        assertThat(told)
                .containsExactly(
                        "not-ready: not all is well while the secondary serves: the journal is full",
                        "no event: all is well again while the secondary serves");
    }
}
