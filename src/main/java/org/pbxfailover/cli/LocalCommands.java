package org.pbxfailover.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Problem;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
        @Override
        public Integer call() {
            Optional<Configuration> valid = checked(root());
            valid.ifPresent(configuration -> root().print(new CheckReport(root().ink()).valid(configuration)));
            return valid.isPresent() ? 0 : CommandFailure.INVALID;
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
            return root().program().demo(routes(root()));
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
            return root().program().sandbox(routes(root()));
        }
    }

    @Command(
            name = "generate-completion",
            description = "Print a completion script: source <(pbx-failover generate-completion) in bash or zsh.",
            hidden = true)
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
        Optional<Configuration> valid = checked(root);
        return valid.isPresent() ? root.program().run(valid.get(), root.places().routes()) : CommandFailure.INVALID;
    }

    /** The configuration, when it and the routes are valid; otherwise every problem has been printed. */
    private static Optional<Configuration> checked(Root root) {
        Path routes = root.places().routes();
        List<Problem> problems = new ArrayList<>();
        Optional<Configuration> configuration = Optional.empty();
        ConfigurationReader.Reading reading =
                root.surroundings().reader().apply(root.places().config());
        if (reading instanceof ConfigurationReader.Valid valid) {
            configuration = Optional.of(valid.configuration());
        } else if (reading instanceof ConfigurationReader.Invalid invalid) {
            problems.addAll(invalid.problems());
        }
        if (Files.isDirectory(routes)) {
            problems.addAll(root.program().routeProblems(routes, configuration));
        } else {
            problems.add(
                    new Problem(routes.toString(), 0, "is no directory; --routes names the one with the route files"));
        }
        if (problems.isEmpty()) {
            return configuration;
        }
        new CheckReport(root.ink()).problems(problems, root.surroundings().err());
        return Optional.empty();
    }

    private static Path routes(Root root) {
        Path routes = root.places().routes();
        if (!Files.isDirectory(routes)) {
            throw CommandFailure.invalid(routes + " is no directory; --routes names the one with the route files.");
        }
        return routes;
    }
}
