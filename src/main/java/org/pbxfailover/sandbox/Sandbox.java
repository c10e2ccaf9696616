package org.pbxfailover.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.pbxfailover.web.Ports;

/** The simulated world with a real robot in it, kept running for a person who wants to kill and revive things. */
public final class Sandbox {
    private static final String HOST = "127.0.0.1";
    private static final int CONTROL_PORT = 9090;

    private Sandbox() {}

    /**
     * Runs until {@code stop} is counted down or the thread is interrupted, and then stops everything. API 127.0.0.1:8080, console
     * 127.0.0.1:9876 and control 127.0.0.1:9090 where they are free, otherwise free ports.
     *
     * @param out gets addresses, instructions and the timeline
     * @return the exit code: 0, or 1 when world or robot did not start
     */
    public static int run(PrintStream out, RobotStarter starter, CountDownLatch stop) {
        return run(out, starter, stop, World.Plan.KNOWN, CONTROL_PORT);
    }

    static int run(PrintStream out, RobotStarter starter, CountDownLatch stop, World.Plan plan, int controlPort) {
        try (World world = new World(plan);
                RunningRobot robot = starter.start(world.configuration())) {
            serve(out, world, robot, controlPort, stop);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception e) {
            out.println("The sandbox could not be started: " + PlainWords.sentence(e));
            return 1;
        }
    }

    private static void serve(PrintStream out, World world, RunningRobot robot, int controlPort, CountDownLatch stop)
            throws IOException, InterruptedException {
        Narration timeline = new Narration(out, world.chronicle());
        try (RobotWatcher watcher = new RobotWatcher(new RobotApi(robot, World.PAIR), timeline);
                SandboxControl control = new SandboxControl(
                        world, () -> shown(watcher.latest()), HOST, Ports.preferably(controlPort, HOST))) {
            instructions(out, world, robot, control);
            stop.await();
        }
    }

    private static String shown(RobotApi.View view) {
        String alarms = view.alarms().isEmpty() ? "" : "; ALARM: " + String.join("; ALARM: ", view.alarms());
        return view.state() + ": " + view.sentence() + alarms;
    }

    private static void instructions(PrintStream out, World world, RunningRobot robot, SandboxControl control) {
        StringBuilder text = new StringBuilder("\nThe sandbox is up; Ctrl-C ends it.\n\n");
        line(text, "console", robot.console().toString());
        line(text, "login", robot.login());
        line(text, "API", robot.api().resolve("/api/pairs/" + World.PAIR).toString());
        line(text, "commands", "pbx-failover status " + World.PAIR + " --config " + world.configuration());
        line(text, "the world", "curl " + control.uri("/"));
        text.append("\nTo kill, freeze and revive its parts:\n");
        control.paths()
                .forEach(path ->
                        text.append("  curl -X POST ").append(control.uri(path)).append('\n'));
        text.append("\nTo see the address that users get:\n  dig @")
                .append(HOST)
                .append(" -p ")
                .append(world.dns().queries().getPort())
                .append(' ')
                .append(World.NAME)
                .append(" +short\n");
        out.println(text);
        out.flush();
    }

    private static void line(StringBuilder text, String what, String where) {
        text.append(String.format("  %-10s %s%n", what, where));
    }
}
