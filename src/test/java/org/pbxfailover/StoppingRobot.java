package org.pbxfailover;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.journal.StateDirectory;

/**
 * A robot in a process of its own, whose pairs stop for ever at an append of theirs, so that one SIGKILL finds each of them at a place of
 * its own.
 */
public final class StoppingRobot implements JournalAround.Appends {
    private final Map<String, String> stops;

    private StoppingRobot(Map<String, String> stops) {
        this.stops = stops;
    }

    /**
     * @param arguments configuration, routes, and for each pair that is to stop {@code PAIR=3-}, before its third append since this start,
     *     or {@code PAIR=3+}, after it
     */
    public static void main(String[] arguments) {
        ConfigurationReader.Valid valid =
                (ConfigurationReader.Valid) new ConfigurationReader().read(Path.of(arguments[0]));
        Configuration configuration = valid.configuration();
        Map<String, String> stops = Arrays.stream(arguments)
                .skip(2)
                .map(argument -> argument.split("=", -1))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        StateDirectory state = ((StateDirectory.Opened) StateDirectory.open(
                        configuration.robot().state(), configuration.robot().name()))
                .directory();
        Robot robot = new Robot(
                valid,
                Path.of(arguments[1]),
                state,
                new JournalAround(state.journal(), new StoppingRobot(stops)),
                Optional.empty(),
                Clock.SYSTEM);
        robot.start();
        // One piece: printf writes several, and the log's own lines come between them.
        System.out.println("API http://127.0.0.1:%d/api, console http://127.0.0.1:%d/hawtio"
                .formatted(robot.apiPort(), robot.consolePort()));
    }

    @Override
    public void before(String pair, int number) {
        stop(pair, number + "-");
    }

    @Override
    public void after(String pair, int number) {
        stop(pair, number + "+");
    }

    private void stop(String pair, String here) {
        if (!here.equals(stops.get(pair))) {
            return;
        }
        System.out.println("stopped " + pair);
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // The end of the process is the end of this.
            }
        }
    }
}
