package org.pbxfailover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.cli.FromJson.Epoch;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.operator.PairView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that look at a running robot and change nothing. */
final class LookCommands {
    private LookCommands() {}

    @Command(
            name = "status",
            description = "Show the state of all pairs or of one; exit status 0 only when all are watching and ready.",
            sortOptions = false)
    static final class Status extends Local {
        private static final Duration REFRESH = Duration.ofSeconds(2);

        @Parameters(paramLabel = "PAIR", arity = "0..1", description = "only this one")
        Optional<String> pair = Optional.empty();

        @Option(names = "--json", description = "as JSON")
        boolean json;

        @Option(names = "--watch", description = "again and again, until Ctrl-C")
        boolean watch;

        @Override
        public Integer call() {
            RemoteRobot robot = root().robot();
            return watch ? watch(robot) : show(robot, "");
        }

        private int show(RemoteRobot robot, String before) {
            JsonNode answer = pair.map(robot::pair).orElseGet(robot::pairs);
            List<PairView> pairs = pair.isPresent() ? List.of(FromJson.pair(answer)) : FromJson.pairs(answer);
            root().print(
                            json
                                    ? List.of(text(answer))
                                    : new StatusReport(root().ink(), root().times(), true).lines(pairs, before));
            return StatusReport.well(pairs) ? 0 : CommandFailure.REFUSED;
        }

        /** While watching, a line per answer suits a script better than a page. */
        private String text(JsonNode answer) {
            return watch ? answer.toString() : answer.toPrettyString();
        }

        /** A robot that is away for a while is what one watches for: said, and tried again. */
        private int watch(RemoteRobot robot) {
            String clear = root().surroundings().terminal() ? "\u001b[H\u001b[2J" : "";
            int exit = CommandFailure.UNREACHABLE;
            try {
                while (true) {
                    try {
                        exit = show(robot, clear);
                    } catch (CommandFailure failure) {
                        if (failure.exit() != CommandFailure.UNREACHABLE) {
                            throw failure;
                        }
                        root().surroundings().err().println(failure.getMessage());
                    }
                    Pause.between(REFRESH);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return exit;
            }
        }
    }

    @Command(
            name = "history",
            description = "Show every epoch of a pair with its stages and times, and who ordered what in between.",
            sortOptions = false)
    static final class History extends Local {
        @Parameters(paramLabel = "PAIR")
        String pair = "";

        @Option(names = "--json", description = "as JSON")
        boolean json;

        @Override
        public Integer call() {
            JsonNode answer = root().robot().history(pair);
            if (json) {
                root().print(List.of(answer.toPrettyString()));
                return 0;
            }
            List<Epoch> epochs = FromJson.history(answer);
            if (epochs.isEmpty()) {
                root().print(List.of(pair + " has never been switched."));
            }
            root().print(new EpochReport(root().ink(), root().times()).story(epochs, FromJson.cares(answer)));
            return 0;
        }
    }

    @Command(
            name = "explain",
            description = "Show the present state, and the evidence and the sentence behind one decision.",
            sortOptions = false)
    static final class Explain extends Local {
        @Parameters(index = "0", paramLabel = "PAIR")
        String pair = "";

        @Parameters(index = "1", paramLabel = "EPOCH", arity = "0..1", description = "its number (default: the newest)")
        Optional<String> epoch = Optional.empty();

        @Option(names = "--json", description = "as JSON")
        boolean json;

        @Override
        public Integer call() {
            OptionalLong number = number();
            RemoteRobot robot = root().robot();
            EpochReport report = new EpochReport(root().ink(), root().times());
            if (number.isPresent()) {
                JsonNode answer = robot.explain(pair, number);
                root().print(json ? List.of(answer.toPrettyString()) : lines(report, answer, false));
                return 0;
            }
            JsonNode now = robot.pair(pair); // an explanation of something older must not pass for one of what is now
            if (json) {
                ObjectNode answer = RemoteRobot.JSON.createObjectNode().set("now", now);
                robot.newest(pair).ifPresent(newest -> answer.setAll((ObjectNode) newest));
                root().print(List.of(answer.toPrettyString()));
                return 0;
            }
            root().print(report.present(FromJson.pair(now)));
            root().print(robot.newest(pair)
                    .map(newest -> lines(report, newest, true))
                    .orElse(List.of("  no decision yet: neither switched, nor decided since the robot was started")));
            return 0;
        }

        private static List<String> lines(EpochReport report, JsonNode answer, boolean newest) {
            List<String> lines = new ArrayList<>();
            FromJson.decided(answer).ifPresent(decided -> {
                lines.add("");
                lines.addAll(report.decision(decided));
            });
            FromJson.explained(answer).ifPresent(epoch -> {
                if (newest) {
                    lines.add("");
                    lines.add(epoch.open() ? "Its open epoch" : "No epoch is open; this is the newest one");
                }
                lines.addAll(report.evidence(epoch));
            });
            return lines;
        }

        private OptionalLong number() {
            if (epoch.isEmpty()) {
                return OptionalLong.empty();
            }
            if (!epoch.get().matches("[0-9]{1,18}")) {
                throw noEpoch(epoch.get());
            }
            return OptionalLong.of(Long.parseLong(epoch.get()));
        }

        /** Also for a number with a minus, which looks like an option. */
        CommandFailure noEpoch(String typed) {
            return CommandFailure.invalid("EPOCH is '" + typed
                    + "'; right would be the number of an epoch, such as 3: history " + pair + " shows them.");
        }
    }
}
