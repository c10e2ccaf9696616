package org.pbxfailover.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a name, which runs the robot, and the options that every command has. */
@Command(
        name = "pbx-failover",
        description = {
            "Switches a dead PBX over to its standby: once, in order, with a reason, and never by mistake.",
            "Without a command it runs the robot."
        },
        versionProvider = Root.Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, or all is well",
            "1:refused, or not all is well; the reason is printed",
            "2:invalid command line, configuration or routes",
            "3:no robot answers"
        },
        subcommands = {
            LocalCommands.Run.class,
            LocalCommands.Check.class,
            InitCommand.class,
            LocalCommands.Demo.class,
            LocalCommands.Sandbox.class,
            LookCommands.Status.class,
            LookCommands.History.class,
            LookCommands.Explain.class,
            SwitchCommands.Failover.class,
            SwitchCommands.Failback.class,
            CareCommands.Maintenance.class,
            CareCommands.Acknowledge.class,
            CareCommands.Hold.class,
            CareCommands.Release.class,
            DrillCommand.class,
            ReplayCommand.class,
            SimulateCommand.class,
            LocalCommands.Completion.class
        })
final class Root implements Callable<Integer> {

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Root.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)");
            return new String[] {"pbx-failover " + version, "Java " + Runtime.version()};
        }
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the configuration (default: config/failover.yaml here, or else beside the launcher)")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the routes (default: routes here, or else beside the launcher)")
    Optional<Path> routes = Optional.empty();

    @Option(
            names = "--api",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "the running robot (default: robot.api.listen of the configuration)")
    Optional<String> api = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "the API's token (default: PBX_FAILOVER_TOKEN, robot.api.token, or the file that the robot made)")
    Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "show details and stack traces")
    boolean verbose;

    @Option(names = "--version", versionHelp = true, scope = ScopeType.INHERIT, description = "print the version")
    boolean versionWanted;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "print this help")
    boolean helpWanted;

    private final Program program;
    private final Surroundings surroundings;

    Root(Program program, Surroundings surroundings) {
        this.program = program;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return LocalCommands.run(this);
    }

    Program program() {
        return program;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Options options() {
        return new Options(api, tokenFile.map(surroundings.caller()::resolve), verbose, Duration.ofSeconds(10));
    }

    Places places() {
        return new Places(config, routes, surroundings);
    }

    RemoteRobot robot() {
        return new RobotAccess(options(), places().config(), surroundings).robot();
    }

    Times times() {
        return new Times(surroundings.clock());
    }

    Ink ink() {
        return surroundings.ink();
    }

    void print(Iterable<String> lines) {
        lines.forEach(surroundings.out()::println);
        surroundings.out().flush();
    }
}
