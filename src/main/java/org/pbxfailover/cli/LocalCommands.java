package org.pbxfailover.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.config.ConfigurationReader.Invalid;
import org.pbxfailover.config.ConfigurationReader.Reading;
import org.pbxfailover.config.ConfigurationReader.Valid;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;
import org.pbxfailover.operator.Tried;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that work in this process: the robot itself, the check of its files, the simulated world. */
final class LocalCommands {
    private LocalCommands() {}

    /** A command below the root; picocli sets the root before the command is called. */
    abstract static class Local implements Callable<Integer> {
        @ParentCommand
        private @Nullable Root root;

        Root root() {
            if (root == null) {
                throw new IllegalStateException("called without the root command");
            }
            return root;
        }
    }

    @Command(name = "run", description = "Run the robot in the foreground (the default).", sortOptions = false)
    static final class Run extends Local {
        @Override
        public Integer call() {
            return LocalCommands.run(root());
        }
    }

    @Command(
            name = "check",
            description =
                    "Validate configuration and routes without touching the network; print how fast and how sure they are.",
            sortOptions = false)
    static final class Check extends Local {
        @Option(
                names = "--live",
                description =
                        "also try every address, name and credential with harmless requests, and say what works; nothing is sent to receivers of notifications")
        private boolean live;

        @Override
        public Integer call() {
            return checked(root(), true).map(this::report).orElse(CommandFailure.INVALID);
        }

        private int report(Valid valid) {
            root().print(new CheckReport(root().ink()).valid(valid.configuration()));
            if (!live) {
                return 0;
            }
            List<Tried> tried = root().program().tried(valid, root().places().routes());
            root().print(new TriedReport(root().ink()).lines(tried));
            return tried.stream().allMatch(Tried::answers) ? 0 : CommandFailure.REFUSED;
        }
    }

    @Command(
            name = "demo",
            description =
                    "Play a whole failover with simulated servers on this host; needs no network and no configuration.",
            sortOptions = false)
    static final class Demo extends Local {
        @Override
        public Integer call() {
            return simulated(root(), root().program()::demo);
        }
    }

    @Command(
            name = "sandbox",
            description =
                    "Keep the simulated servers, the robot and its console running, to be killed and revived by hand.",
            sortOptions = false)
    static final class Sandbox extends Local {
        @Override
        public Integer call() {
            return simulated(root(), root().program()::sandbox);
        }
    }

    @Command(
            name = "generate-completion",
            description = "Print a completion script: source <(pbx-failover generate-completion) in bash or zsh.")
    static final class Completion extends Local {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            CommandSpec root = Objects.requireNonNull(spec, "set by picocli").root();
            root().print(List.of(AutoComplete.bash(root.name(), root.commandLine())));
            return 0;
        }
    }

    static int run(Root root) {
        return checked(root, false)
                .map(valid -> root.program().run(valid, root.places().routes()))
                .orElse(CommandFailure.INVALID);
    }

    /** The configuration, when it and the routes are valid; otherwise every problem has been printed. */
    private static Optional<Valid> checked(Root root, boolean allRoutes) {
        Reading reading = root.surroundings().reader().apply(root.places().config());
        List<Problem> problems = new ArrayList<>();
        if (reading instanceof Invalid invalid) {
            problems.addAll(invalid.problems());
        }
        problems.addAll(routeProblems(root, reading.outline(), allRoutes));
        return none(root, problems) && reading instanceof Valid valid ? Optional.of(valid) : Optional.empty();
    }

    /** Starts the simulated world, when the routes fit it; otherwise every problem has been printed. */
    private static int simulated(Root root, ToIntFunction<Path> start) {
        return none(root, routeProblems(root, root.program().simulated(), false))
                ? start.applyAsInt(root.places().routes())
                : CommandFailure.INVALID;
    }

    private static List<Problem> routeProblems(Root root, Outline outline, boolean all) {
        Path routes = root.places().routes();
        return Files.isDirectory(routes)
                ? root.program().routeProblems(routes, outline, all)
                : List.of(new Problem(
                        routes.toString(), 0, "is no directory; --routes names the one with the route files"));
    }

    private static boolean none(Root root, List<Problem> problems) {
        if (!problems.isEmpty()) {
            new CheckReport(root.ink()).problems(problems, root.surroundings().err());
        }
        return problems.isEmpty();
    }
}
