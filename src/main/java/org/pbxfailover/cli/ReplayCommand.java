package org.pbxfailover.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.config.Problem;
import org.pbxfailover.situation.Replay;
import org.pbxfailover.situation.Situation;
import org.pbxfailover.situation.SituationReader;
import org.pbxfailover.situation.Told;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Plays recorded situations: what the robot would decide, step by step, and whether it is what the file expects. */
@Command(
        name = "replay",
        description =
                "Play recorded situations through the robot's decisions and compare with what their files expect; needs no robot.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every expectation holds",
            "1:one does not; file and line are named",
            "2:a file cannot be read"
        })
final class ReplayCommand extends Local {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "a situation (docs/situations.md shows how to write one)")
    List<Path> files = List.of();

    @Override
    public Integer call() {
        List<Situation> situations = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            SituationReader.Reading reading =
                    SituationReader.read(file, root().surroundings().caller().resolve(file));
            if (reading instanceof SituationReader.Valid valid) {
                situations.add(valid.situation());
            } else if (reading instanceof SituationReader.Invalid invalid) {
                problems.addAll(invalid.problems());
            }
        }
        if (!problems.isEmpty()) {
            new CheckReport(root().ink())
                    .problems(problems, root().surroundings().err());
            return CommandFailure.INVALID;
        }
        List<Problem> differences = new ArrayList<>();
        situations.forEach(situation -> differences.addAll(played(situation)));
        differences.forEach(difference -> root().surroundings().err().println(difference));
        return differences.isEmpty() ? 0 : CommandFailure.REFUSED;
    }

    private List<Problem> played(Situation situation) {
        List<Told> story = Replay.play(situation);
        ReplayReport report = new ReplayReport(root().ink(), situation);
        root().print(report.story(story));
        return report.differences(story);
    }
}
