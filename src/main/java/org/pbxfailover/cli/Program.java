package org.pbxfailover.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.RobotSettings.Listen;

/**
 * What the commands start but do not contain. A method that cannot do its work throws {@link CommandFailure} with one sentence; any
 * other exception counts as a defect.
 */
public interface Program {

    /** What {@link #simulate} can stand in for. */
    enum Simulated {
        /** A PBX server that is in service. */
        PRIMARY,
        /** A PBX server that stands by: its reload, its trunks. */
        SECONDARY,
        /** Three outside hosts from the port on; the DNS service, for updates (TCP) and queries (UDP), 53 ports above it. */
        INTERNET
    }

    /**
     * Runs the robot in the foreground and returns when it was told to stop.
     *
     * @param configuration already read and valid; {@link Configuration#file()} is where a later edit is read from
     * @param routes a directory that exists
     * @return the exit status: 0 after SIGTERM or SIGINT
     */
    int run(Configuration configuration, Path routes);

    /**
     * What is wrong with the routes, without touching the network.
     *
     * @param configuration what the routes must fit; empty when it is invalid itself
     */
    List<Problem> routeProblems(Path routes, Optional<Configuration> configuration);

    /**
     * Tells the whole story with simulated servers, printing it to standard output as it happens.
     *
     * @return 0 only if every stage was observed at the simulated servers, 1 otherwise
     */
    int demo(Path routes);

    /** Keeps the simulated world running until it is told to stop; returns the exit status. */
    int sandbox(Path routes);

    /** Runs one simulated server until it is told to stop; returns the exit status. */
    int simulate(Simulated what, Listen listen);
}
