package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;

/** People forget maintenances and drills. */
class RemindersTest {
    private static final Duration NINETY_DAYS = Duration.ofDays(90);

    @TempDir
    Path temp;

    private final SetClock clock = SetClock.still();
    private final List<String> told = new ArrayList<>();
    private Pairs pairs;
    private Guarded acme;

    @BeforeEach
    void guard() throws IOException {
        pairs = Samples.pairs(
                Samples.configuration(temp, ""),
                new MemoryJournal(),
                clock,
                news -> news.event().ifPresent(event -> told.add(event + ": " + news.sentence())));
        acme = pairs.find("acme").orElseThrow();
    }

    private Reminders reminders(Duration drillEvery) {
        return new Reminders(
                pairs, (pair, epoch, news) -> told.add(news.event().orElse("") + ": " + news.sentence()), drillEvery);
    }

    @Test
    void a_maintenance_is_reminded_of_once_before_its_end() {
        Reminders reminders = reminders(Duration.ZERO);
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofHours(2), "anna"));
        reminders.remind();
        clock.goesBy(Duration.ofMinutes(109));
        reminders.remind();
        assertThat(told).isEmpty();
        clock.goesBy(Duration.ofMinutes(1));
        reminders.remind();
        reminders.remind();
        assertThat(told).singleElement().asString().startsWith("maintenance: the maintenance ends in 10 min");
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofMinutes(8), "anna"));
        reminders.remind();
        clock.goesBy(Duration.ofMinutes(7));
        reminders.remind();
        assertThat(told).hasSize(2);
    }

    /** The next poll, or a robot that was suspended meanwhile, comes later than the end; nobody is told of what "ends in -456 ms". */
    @Test
    void a_maintenance_whose_time_is_over_is_not_reminded_of() {
        Reminders reminders = reminders(Duration.ZERO);
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofSeconds(1), "anna"));
        told.clear();
        reminders.remind();
        clock.goesBy(Duration.ofMillis(1456));
        reminders.remind();
        assertThat(told).isEmpty();
    }

    /** The fail-back has been stalled for days when the maintenance begins; its quarter is that of the maintenance. */
    @Test
    void a_short_maintenance_of_a_pair_that_is_switched_is_reminded_of_in_its_last_quarter() {
        Reminders reminders = reminders(Duration.ZERO);
        pairs.tell(acme, new Event.OrderFailover("anna"));
        pairs.tell(acme, new Event.OrderFailBack("anna"));
        clock.goesBy(Duration.ofDays(3));
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofMinutes(8), "anna"));
        told.clear();
        reminders.remind();
        clock.goesBy(Duration.ofMinutes(5));
        reminders.remind();
        assertThat(told).isEmpty();
        clock.goesBy(Duration.ofMinutes(1));
        reminders.remind();
        assertThat(told).singleElement().asString().startsWith("maintenance: the maintenance ends in 2 min");
    }

    /** A maintenance is not taken then, so nobody is sent to order one. */
    @Test
    void while_an_activation_runs_the_reminder_says_when_it_can_be_ordered_anew() {
        Reminders reminders = reminders(Duration.ZERO);
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofMinutes(8), "anna"));
        pairs.tell(acme, new Event.OrderFailover("anna"));
        told.clear();
        reminders.remind();
        clock.goesBy(Duration.ofMinutes(7));
        reminders.remind();
        assertThat(told)
                .singleElement()
                .asString()
                .endsWith("order it anew when the activation has ended, if the work is not done");
    }

    @Test
    void a_drill_that_is_long_ago_is_reminded_of_once_a_day() {
        Reminders reminders = reminders(NINETY_DAYS);
        reminders.remind();
        reminders.remind();
        assertThat(told).singleElement().asString().startsWith("drill: a drill is due (there was no drill yet)");
        drilled(true);
        clock.goesBy(NINETY_DAYS);
        reminders.remind();
        assertThat(told).hasSize(1);
        clock.goesBy(Duration.ofSeconds(1));
        reminders.remind();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).contains("(the last one that passed was 90 d ago)");
        drilled(false);
        clock.goesBy(Duration.ofDays(1));
        reminders.remind();
        assertThat(told.get(2)).contains("(the last one that passed was 91 d ago; the last one failed 24 h ago)");
    }

    @Test
    void a_drill_that_failed_does_not_hide_one_that_passed() {
        drilled(true);
        drilled(false);
        reminders(NINETY_DAYS).remind();
        assertThat(told).isEmpty();
    }

    @Test
    void nobody_is_reminded_of_a_drill_while_there_can_be_none() {
        pairs.drills().record(acme, new Entry.DrillBegan("acme", clock.get().wall(), 0, true, "anna"));
        Reminders reminders = reminders(NINETY_DAYS);
        reminders.remind();
        pairs.drills().record(acme, new Entry.DrillEnded("acme", clock.get().wall(), false, "", List.of()));
        pairs.tell(acme, new Event.OrderFailover("anna"));
        told.clear();
        reminders.remind();
        assertThat(told).isEmpty();
    }

    @Test
    void without_an_interval_nobody_is_reminded_of_drills() {
        reminders(Duration.ZERO).remind();
        assertThat(told).isEmpty();
    }

    private void drilled(boolean passed) {
        pairs.drills().record(acme, new Entry.DrillBegan("acme", clock.get().wall(), 0, false, "anna"));
        pairs.drills().record(acme, new Entry.DrillEnded("acme", clock.get().wall(), passed, "", List.of()));
    }
}
