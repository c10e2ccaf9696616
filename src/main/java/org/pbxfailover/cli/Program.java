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

    /** Which of a pair a simulated PBX is. */
    enum Role {
        /** In service whenever it starts. */
        PRIMARY,
        /** Stands by until it is activated. */
        SECONDARY
    }

    /**
     * The simulated outside hosts and the DNS service.
     *
     * @param first where the first outside host listens; the others follow on the next ports
     * @param hosts how many
     * @param dnsUpdates HTTP port of the ActionURL
     * @param dnsQueries UDP port of the queries
     * @param name the name that users dial
     * @param address its IPv4 address at the beginning
     */
    record SimulatedInternet(Listen first, int hosts, int dnsUpdates, int dnsQueries, String name, String address) {}

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

    /** Runs one simulated PBX until it is told to stop; returns the exit status. */
    int simulatePbx(Listen listen, Role role);

    /** Runs the simulated outside hosts and the DNS service until told to stop; returns the exit status. */
    int simulateInternet(SimulatedInternet plan);
}
