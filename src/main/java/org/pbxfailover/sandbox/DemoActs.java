package org.pbxfailover.sandbox;

import static org.pbxfailover.sandbox.Story.change;
import static org.pbxfailover.sandbox.Story.contains;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.pbxfailover.sandbox.Seen.Kind;

/** The four acts of the demo. Each changes the world, waits for what must follow, and returns what was missing or wrong. */
final class DemoActs {

    /**
     * How long the acts wait.
     *
     * @param act until everything that must happen in an act has happened
     * @param word until the robot's API says so too
     * @param quiet in which nothing more may happen
     * @param story for all waits together, from the first act on
     */
    record Patience(Duration act, Duration word, Duration quiet, Duration story) {
        static final Patience USUAL = new Patience(
                Duration.ofSeconds(8), Duration.ofSeconds(3), Duration.ofMillis(1200), Duration.ofSeconds(27));
    }

    private static final Duration BEFORE_THE_NEXT_ORDER = Duration.ofMillis(300);

    private final World world;
    private final RobotApi api;
    private final RobotWatcher robot;
    private final Narration timeline;
    private final Patience patience;
    private final Duration began;

    DemoActs(World world, RobotApi api, RobotWatcher robot, Narration timeline, Patience patience) {
        this.world = world;
        this.api = api;
        this.robot = robot;
        this.timeline = timeline;
        this.patience = patience;
        this.began = world.chronicle().now();
    }

    List<String> allWell() {
        timeline.title("Act 1: all is well");
        await(
                patience.act(),
                () -> verdict().allWell().isEmpty()
                        && world.telephone().registeredAt().equals(world.primaryAddress())
                        && robot.latest().state().equals("watching"));
        return judged(Verdict::allWell, "watching");
    }

    List<String> primaryDies() {
        timeline.title("Act 2: the primary dies, the secondary must take over");
        world.primary().kill();
        await(patience.act(), () -> {
            List<Seen> outage = Story.of(world.chronicle().all()).outage();
            return contains(outage, change("secondary", Kind.TRUNK_REGISTERED))
                    && atTelephone(outage, world.secondaryAddress());
        });
        return judged(Verdict::activation, "active");
    }

    List<String> primaryReturns() {
        timeline.title("Act 3: the primary comes back, the robot must tell a person and change nothing");
        List<String> before = robot.latest().alarms();
        world.primary().revive();
        boolean alarmed = await(
                patience.act(), () -> robot.latest().alarms().stream().anyMatch(alarm -> !before.contains(alarm)));
        List<String> missing = new ArrayList<>();
        if (!alarmed) {
            missing.add("alarm: the robot's API showed no new alarm within "
                    + patience.act().toMillis() + " ms after the primary came back");
        }
        await(patience.act(), () -> verdict().lookedAtTheReturned());
        missing.addAll(judged(Verdict::latch, "active"));
        return missing;
    }

    List<String> personFailsBack() {
        timeline.title("Act 4: a person orders the fail-back");
        if (!await(patience.act(), this::orderAccepted)) {
            return List.of("fail-back: the robot refused the order for "
                    + patience.act().toMillis() + " ms, though the primary answers steadily");
        }
        await(patience.act(), () -> {
            List<Seen> part = Story.of(world.chronicle().all()).afterOrder();
            return contains(part, change("secondary", Kind.TRUNK_UNREGISTERED))
                    && atTelephone(part, world.primaryAddress());
        });
        return judged(Verdict::failBack, "watching");
    }

    private boolean orderAccepted() {
        world.chronicle().change("person", Kind.ORDERED, "failback", "orders: back to the primary");
        RobotApi.Answer answer = api.order("failback");
        timeline.line("robot", (answer.accepted() ? "accepts: " : "refuses: ") + answer.sentence());
        if (!answer.accepted()) {
            Await.quiet(BEFORE_THE_NEXT_ORDER);
        }
        return answer.accepted();
    }

    /** Waits for the robot's word and for the quiet after it, and then asks the simulators. */
    private List<String> judged(Function<Verdict, List<String>> act, String state) {
        boolean said = await(patience.word(), () -> robot.latest().state().equals(state));
        Await.quiet(patience.quiet());
        List<String> missing = new ArrayList<>(act.apply(verdict()));
        if (!said) {
            missing.add("robot: its API did not say '" + state + "' in time; now it says '"
                    + robot.latest().state() + "'");
        }
        return missing;
    }

    private boolean await(Duration within, BooleanSupplier condition) {
        Duration left = began.plus(patience.story()).minus(world.chronicle().now());
        return Await.until(left.compareTo(within) < 0 ? left : within, condition);
    }

    private Verdict verdict() {
        return new Verdict(world.chronicle().all(), world.primaryAddress(), world.secondaryAddress());
    }

    private static boolean atTelephone(List<Seen> part, String address) {
        return contains(part, change("telephone", Kind.TELEPHONE_REGISTERED, address));
    }
}
