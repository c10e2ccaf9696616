package org.pbxfailover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.PairView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that switch telephones. They ask first, and the order holds only for the state that the person was shown. */
final class SwitchCommands {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private SwitchCommands() {}

    abstract static class Switch extends Local {
        @Parameters(paramLabel = "PAIR")
        String pair = "";

        @Option(names = "--yes", description = "do not ask")
        boolean yes;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
        Optional<String> reason = Optional.empty();

        @Option(names = "--no-wait", description = "return as soon as the order is taken")
        boolean noWait;

        /** What is asked, and how the order is called in the API. */
        final int give(String question, String order, ObjectNode details) {
            Root root = root();
            RemoteRobot robot = root.robot();
            PairView before = FromJson.pair(robot.pair(pair));
            if (yes) {
                considerations(before).forEach(root.surroundings().err()::println);
            } else {
                ask(before, question);
            }
            reason.ifPresent(text -> details.put("reason", text));
            details.put("expected-epoch", before.epoch().orElse(0));
            JsonNode answer = robot.order(pair, order, details);
            root.print(List.of(Printable.oneLine(answer.path("sentence").asText("The order is taken."))));
            OptionalLong epoch = FromJson.pair(answer.path("pair")).epoch();
            return noWait || epoch.isEmpty() ? 0 : follow(robot, epoch.getAsLong());
        }

        private void ask(PairView before, String question) {
            Root root = root();
            root.print(new StatusReport(root.ink(), root.times(), false).lines(List.of(before), ""));
            root.print(considerations(before));
            refusal(before).ifPresent(why -> {
                throw CommandFailure.refused(why + " Nothing was changed.");
            });
            if (inVain(before)) {
                return; // the robot says why it does not take the order
            }
            if (!root.surroundings().terminal()) {
                throw CommandFailure.refused(
                        "This switches telephones and there is no terminal to ask at; say --yes to do it without a question.");
            }
            if (!root.surroundings().confirms(question)) {
                throw CommandFailure.refused("Nothing was changed.");
            }
        }

        /** What a person should know before they give the order. */
        abstract List<String> considerations(PairView before);

        /** Whether nothing can come of the order as long as no further epoch is opened: then it is stale, and refused for that. */
        abstract boolean inVain(PairView before);

        /** Why the robot would refuse the order anyway, so that nobody is asked in vain. */
        Optional<String> refusal(PairView before) {
            return Optional.of(Printable.oneLine(before.name()) + " is on hold: release it first.")
                    .filter(why -> before.onHold());
        }

        private int follow(RemoteRobot robot, long epoch) {
            Root root = root();
            return new Follow(robot, pair, root.surroundings().out(), root.ink(), root.times(), LOOK_EVERY)
                    .until(epoch);
        }
    }

    @Command(name = "failover", description = "Switch over to the secondary now.", sortOptions = false)
    static final class Failover extends Switch {
        @Override
        public Integer call() {
            return give(
                    "Switch " + pair + " over to the secondary now?", "failover", RemoteRobot.JSON.createObjectNode());
        }

        @Override
        List<String> considerations(PairView before) {
            return new Considerations(root().ink()).over(before);
        }

        @Override
        boolean inVain(PairView before) { // an activation may be abandoned, and its epoch stays the newest
            return before.mode().equals("shadow") || before.state().equals("active");
        }
    }

    @Command(
            name = "failback",
            description = "Switch back to the primary; refused while it does not answer steadily.",
            sortOptions = false)
    static final class Failback extends Switch {
        @Option(names = "--force", description = "even when the primary does not answer steadily")
        boolean force;

        @Override
        public Integer call() {
            String even = force ? ", even if it does not answer steadily" : "";
            return give(
                    "Switch " + pair + " back to the primary now" + even + "?",
                    "failback",
                    RemoteRobot.JSON.createObjectNode().put("force", force));
        }

        @Override
        List<String> considerations(PairView before) {
            return new Considerations(root().ink()).back(before, force);
        }

        @Override
        boolean inVain(PairView before) {
            return !List.of("activating", "active").contains(before.state());
        }

        @Override
        Optional<String> refusal(PairView before) {
            return super.refusal(before).or(() -> force ? Optional.empty() : Considerations.unsteady(before));
        }
    }
}
