package org.pbxfailover.cli;

import org.jspecify.annotations.Nullable;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.config.RobotSettings.Listen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Single parts of the simulated world, each in a process of its own. */
@Command(
        name = "simulate",
        description = "Be one part of the simulated world; for the compose example.",
        hidden = true,
        sortOptions = false,
        subcommands = {SimulateCommand.Pbx.class, SimulateCommand.Internet.class})
final class SimulateCommand extends Local {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("called without its specification");
        }
        throw new ParameterException(spec.commandLine(), "What is to be simulated is missing: pbx or internet");
    }

    /** A command below this one. */
    abstract static class Part implements java.util.concurrent.Callable<Integer> {
        @ParentCommand
        private @Nullable SimulateCommand parent;

        @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", description = "where")
        String listen = "";

        Program program() {
            if (parent == null) {
                throw new IllegalStateException("called without its parent command");
            }
            return parent.root().program();
        }

        Listen address() {
            int colon = listen.lastIndexOf(':');
            String port = listen.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                throw CommandFailure.invalid(
                        "--listen is '" + listen + "'; it must be HOST:PORT, such as 127.0.0.1:8081.");
            }
            return new Listen(listen.substring(0, colon), Integer.parseInt(port));
        }
    }

    @Command(name = "pbx", description = "A PBX server.", sortOptions = false)
    static final class Pbx extends Part {
        @Option(
                names = "--role",
                required = true,
                paramLabel = "primary|secondary",
                description = "in service, or standing by")
        Program.Role role = Program.Role.PRIMARY;

        @Override
        public Integer call() {
            return program().simulatePbx(address(), role);
        }
    }

    @Command(name = "internet", description = "Outside hosts and the DNS service.", sortOptions = false)
    static final class Internet extends Part {
        @Option(
                names = "--hosts",
                paramLabel = "N",
                description = "outside hosts, on the port of --listen and those after it")
        int hosts = 3;

        @Option(
                names = "--dns-updates",
                paramLabel = "PORT",
                description = "HTTP port of the DNS service (default: 8053)")
        int dnsUpdates = 8053;

        @Option(
                names = "--dns-queries",
                paramLabel = "PORT",
                description = "UDP port of the DNS service (default: 5353)")
        int dnsQueries = 5353;

        @Option(names = "--name", paramLabel = "NAME", description = "the name that users dial")
        String name = "pbx.sandbox.example";

        @Option(names = "--address", paramLabel = "IP", description = "its IPv4 address at the beginning")
        String address = "127.0.0.1";

        @Override
        public Integer call() {
            return program()
                    .simulateInternet(
                            new Program.SimulatedInternet(address(), hosts, dnsUpdates, dnsQueries, name, address));
        }
    }
}
