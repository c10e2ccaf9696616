package org.pbxfailover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.cli.Table.Cell;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.PairView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders a drill and waits for what comes of it; the robot does it, whether anybody waits or not. */
@Command(
        name = "drill",
        description = {
            "Rehearse a failover: every preflight, and a death of the primary on paper. Nothing is switched.",
            "With --live then a planned switchover to the secondary and back, which ends at the first failure."
        },
        sortOptions = false)
final class DrillCommand extends Local {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    @Parameters(paramLabel = "PAIR")
    String pair = "";

    @Option(names = "--live", description = "switch over and back, which telephones will notice")
    boolean live;

    @Option(names = "--yes", description = "do not ask before a live drill")
    boolean yes;

    @Option(names = "--no-wait", description = "return as soon as the order is taken")
    boolean noWait;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
    Optional<String> reason = Optional.empty();

    @Option(names = "--json", description = "the result as JSON")
    boolean json;

    @Override
    public Integer call() {
        if (live && !yes) {
            confirm();
        }
        ObjectNode details = RemoteRobot.JSON.createObjectNode().put("live", live);
        reason.ifPresent(text -> details.put("reason", text));
        RemoteRobot robot = root().robot();
        JsonNode answer = robot.order(pair, "drill", details);
        if (!json) {
            root().print(List.of(Printable.oneLine(answer.path("sentence").asText("The order is taken."))));
        }
        return noWait ? 0 : result(robot, FromJson.pair(answer.path("pair")));
    }

    private void confirm() {
        if (!root().surroundings().terminal()) {
            throw CommandFailure.refused(
                    "A live drill switches telephones and there is no terminal to ask at; say --yes to do it without a question.");
        }
        if (!root().surroundings().confirms("Switch " + pair + " over to the secondary and back now?")) {
            throw CommandFailure.refused("Nothing was changed.");
        }
    }

    private int result(RemoteRobot robot, PairView ordered) {
        String said = ordered.sentence();
        while (true) {
            JsonNode answer = robot.pair(pair);
            PairView now = FromJson.pair(answer);
            if (!json && !now.sentence().equals(said)) {
                said = now.sentence();
                root().print(List.of(root().times().exact(now.since()) + "  "
                        + root().ink().state(Printable.oneLine(now.state())) + ": " + Printable.oneLine(said)));
            }
            Optional<DrillView.Result> result = now.drill().flatMap(DrillView::ended);
            if (result.isPresent()) {
                root().print(json ? List.of(answer.path("drill").toPrettyString()) : lines(result.get()));
                return result.get().passed() ? 0 : CommandFailure.REFUSED;
            }
            rest();
        }
    }

    private List<String> lines(DrillView.Result result) {
        Table table = new Table("  ");
        for (DrillFinding finding : result.findings()) {
            Ink ink = root().ink();
            table.row(
                    List.of(
                            new Cell(finding.name()),
                            new Cell(finding.passed() ? "passed" : "failed", finding.passed() ? ink::good : ink::bad),
                            new Cell(finding.took().isZero() ? "" : "after " + Spoken.duration(finding.took())),
                            new Cell(finding.detail())),
                    List.of());
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(Printable.oneLine(result.sentence()));
        return lines;
    }

    private static void rest() {
        try {
            Pause.between(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("Interrupted; the robot goes on with the drill by itself.");
        }
    }
}
