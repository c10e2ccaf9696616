package org.pbxfailover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.OrderTexts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that switch nothing: maintenance, hold and release, and saying that an alarm was seen. */
final class CareCommands {
    private CareCommands() {}

    @Command(
            name = "maintenance",
            description = "Suspend the decisions about a pair for a while; probing goes on.",
            sortOptions = false)
    static final class Maintenance extends Reasoned {
        /** One of both, and not both. */
        static final class When {
            @Option(
                    names = "--for",
                    paramLabel = "DURATION",
                    required = true,
                    description = "1s to 7d, such as 30m; it ends by itself")
            Optional<String> duration = Optional.empty();

            @Option(names = "--off", required = true, description = "end it now")
            boolean off;
        }

        @ArgGroup(multiplicity = "1")
        @Nullable
        When when;

        @Override
        public Integer call() {
            Optional<String> duration = when == null ? Optional.empty() : when.duration;
            duration.ifPresent(Maintenance::check);
            RemoteRobot robot = root().robot();
            JsonNode answer = duration.map(
                            text -> robot.order(pair, "maintenance", details().put("for", text)))
                    .orElseGet(() -> robot.endMaintenance(pair, details()));
            return say(root(), answer);
        }

        private static void check(String duration) {
            try {
                OrderTexts.duration(duration);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.invalid("--for: " + e.getMessage());
            }
        }
    }

    @Command(name = "acknowledge", description = "Say that the alarms of a pair have been seen.", sortOptions = false)
    static final class Acknowledge extends Reasoned {
        @Override
        public Integer call() {
            return order("acknowledge");
        }
    }

    @Command(
            name = "hold",
            description = "Decide nothing about a pair until it is released; probing goes on.",
            sortOptions = false)
    static final class Hold extends Reasoned {
        @Override
        public Integer call() {
            return order("hold");
        }
    }

    @Command(name = "release", description = "End the hold that a person has ordered.", sortOptions = false)
    static final class Release extends Reasoned {
        @Override
        public Integer call() {
            return order("release");
        }
    }

    /** An order with the reason for it. */
    abstract static class Reasoned extends Local {
        @Parameters(paramLabel = "PAIR")
        String pair = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
        Optional<String> reason = Optional.empty();

        final ObjectNode details() {
            ObjectNode details = RemoteRobot.JSON.createObjectNode();
            reason.ifPresent(text -> details.put("reason", text));
            return details;
        }

        final int order(String order) {
            return say(root(), root().robot().order(pair, order, details()));
        }
    }

    private static int say(Root root, JsonNode answer) {
        root.print(List.of(Printable.oneLine(answer.path("sentence").asText("Done."))));
        return 0;
    }
}
