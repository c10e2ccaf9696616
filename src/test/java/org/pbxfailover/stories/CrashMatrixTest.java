package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.pbxfailover.stories.Journeys.BACK;
import static org.pbxfailover.stories.Journeys.OVER;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.stories.Deeds.Hold;
import org.pbxfailover.stories.Journeys.Journey;

/**
 * Fault 34. Every pair stops at a place of its own on its way through an activation and a fail-back: before or after an append to the
 * journal, or in the middle of a request. When all are there, SIGKILL hits the robot, and another one goes on from its state directory.
 */
@Tag("long")
class CrashMatrixTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    private final CountDownLatch outside = new CountDownLatch(1);
    private Town town;
    private Journeys journeys;

    @BeforeEach
    void build() {
        town = new Town(temp).patience("2m");
        town.outside.forEach(host -> host.is(Stub.behind(outside, Stub.answers(200, ""))));
        town.internet(town.outside.stream().map(host -> host.url("/")).toList(), 2, "1m");
        journeys = new Journeys(town);
    }

    @AfterEach
    void close() {
        town.close();
    }

    /** Opens and closes one epoch, and each stage has an intent and a result; where it is verified, also an answer before the result. */
    private static int appends(List<String> stages, boolean verified) {
        return 1 + stages.size() * (verified ? 3 : 2) + 1;
    }

    private static String name(boolean verified, String stop) {
        return (verified ? "verified-" : "plain-")
                + stop.replace("-", "-before").replace("+", "-after");
    }

    private static List<String> beforeAndAfter(int append) {
        return List.of(append + "-", append + "+");
    }

    /** The places of ordered journeys at the journal, from the second append on. */
    private void everyAppend(boolean verified, Map<String, String> stops) {
        int over = appends(OVER, verified);
        for (int append = 2; append <= over + appends(BACK, verified); append++) {
            boolean back = append > over;
            // The opening of a fail-back is stopped once only: each order that is stopped keeps one of the API's few
            // threads.
            if (append != over + 1 || !verified) {
                for (String stop : beforeAndAfter(append)) {
                    stops.put(
                            journeys.add(new Journey(name(verified, stop), verified, back, true))
                                    .pair(),
                            stop);
                }
            }
        }
    }

    private void everyRequest(boolean verified) {
        for (Hold hold : Hold.values()) {
            if (verified || !hold.ofLook()) {
                String name = name(verified, hold.name().toLowerCase(Locale.ROOT));
                OVER.forEach(stage -> journeys.deeds.hold(
                        journeys.add(new Journey(name + "." + stage, verified, false, true))
                                .pair(),
                        stage,
                        hold));
                BACK.stream()
                        .map(Journeys::back)
                        .forEach(stage -> journeys.deeds.hold(
                                journeys.add(new Journey(name + "." + stage, verified, true, true))
                                        .pair(),
                                stage,
                                hold));
            }
        }
    }

    @Test
    void a_robot_killed_anywhere_goes_on_there_and_repeats_only_what_it_cannot_know() {
        Map<String, String> stops = new LinkedHashMap<>();
        for (int append = 1;
                append <= 3;
                append++) { // what differs from an order: how it begins, and what is known of the primary
            beforeAndAfter(append)
                    .forEach(stop -> stops.put(
                            journeys.add(new Journey("dead-" + name(false, stop), false, false, false))
                                    .pair(),
                            stop));
        }
        beforeAndAfter(1)
                .forEach(stop -> stops.put(
                        journeys.add(new Journey(name(false, stop), false, false, true))
                                .pair(),
                        stop));
        everyAppend(false, stops);
        everyAppend(true, stops);
        everyRequest(false);
        everyRequest(true);
        Path file = town.write();
        killed(file, stops);
        last(file);
    }

    @Test
    void a_robot_killed_twice_in_one_epoch_does_so_too() {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, String> second = new LinkedHashMap<>();
        for (String then : List.of("1-", "1+", "2-", "2+")) {
            for (String stop : List.of("1+", "2-", "2+")) {
                twice("dead-", new Journey(name(false, stop), false, false, false), stop, then, first, second);
            }
            for (int append = 2; append < appends(OVER, false) - 1; append++) {
                for (String stop : beforeAndAfter(append)) {
                    twice("", new Journey(name(false, stop), false, false, true), stop, then, first, second);
                }
            }
            for (int append = 2; append < appends(OVER, true) - 1; append++) {
                String stop = append + (then.endsWith("-") ? "+" : "-");
                twice("", new Journey(name(true, stop), true, false, true), stop, then, first, second);
            }
            for (int append = 2; append < appends(BACK, false) - 1; append++) {
                String stop = appends(OVER, false) + append + (then.endsWith("-") ? "+" : "-");
                twice("", new Journey(name(false, stop), false, true, true), stop, then, first, second);
            }
        }
        Path file = town.write();
        killed(file, first);
        killed(file, second);
        last(file);
    }

    private void twice(
            String prefix,
            Journey journey,
            String stop,
            String then,
            Map<String, String> first,
            Map<String, String> second) {
        String pair = prefix + journey.pair() + "-then-" + name(false, then);
        journeys.add(new Journey(pair, journey.verified(), journey.back(), journey.ordered()));
        first.put(pair, stop);
        second.put(pair, then);
    }

    /** One robot, until every pair is at its place; then SIGKILL. */
    private void killed(Path file, Map<String, String> stops) {
        try (Child child = Child.stopping(file, Town.routes(), stops)) {
            RobotClient robot = child.client();
            List<Journey> dead = journeys.all().stream()
                    .filter(journey -> !journey.ordered())
                    .toList();
            dead.forEach(journey -> town.primary(journey.pair()).is(DOWN));
            patiently("the dead primaries to be confirmed")
                    .until(() -> dead.stream()
                            .map(Journey::pair)
                            .allMatch(pair -> isConfirming(child, pair) || hasDecided(robot.state(pair))));
            outside.countDown();
            patiently("all pairs to be at their places").until(() -> {
                journeys.order(robot);
                return journeys.all().stream()
                        .map(Journey::pair)
                        .allMatch(pair -> child.stopped(pair) || journeys.deeds.held(pair));
            });
            child.kill();
        }
        journeys.killed();
    }

    private static boolean isConfirming(Child child, String pair) {
        return child.log()
                .lines()
                .anyMatch(line ->
                        line.contains(" " + pair + " suspect: ") && line.endsWith("; asking the outside hosts"));
    }

    /** In an earlier life. */
    private static boolean hasDecided(String state) {
        return !List.of("watching", "suspect", "blind").contains(state);
    }

    /** The last robot brings everything to its end. */
    private void last(Path file) {
        try (Child child = new Child(file, Town.routes())) {
            RobotClient robot = child.client();
            patiently("all pairs to be at their ends")
                    .until(
                            () -> {
                                journeys.order(robot);
                                return journeys.unfinished(robot);
                            },
                            empty());
            journeys.told(robot);
            child.terminate();
            assertThat(child.exit()).isZero();
        }
        journeys.judge();
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(250));
    }
}
