package org.pbxfailover.cli;

import java.nio.file.Path;
import java.util.List;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.operator.Tried;

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
     * @param valid the configuration
     * @param routes a directory whose routes fit it
     * @return the exit status: 0 after SIGTERM or SIGINT
     */
    int run(ConfigurationReader.Valid valid, Path routes);

    /**
     * Everything that is wrong with the routes, and between them and the configuration, without touching the network.
     *
     * @param routes a directory that exists
     * @param outline of what the routes must fit, which need not be valid itself
     * @param all also of the actions that nobody uses; otherwise only where something that is used is wrong
     */
    List<Problem> routeProblems(Path routes, Outline outline, boolean all);

    /**
     * Tries every address, name and credential of the configuration with harmless requests. Needs no robot and disturbs none.
     *
     * @param routes a directory whose routes fit it
     */
    List<Tried> tried(ConfigurationReader.Valid valid, Path routes);

    /** What the routes must fit for {@link #demo} and {@link #sandbox}. */
    Outline simulated();

    /**
     * Tells the whole story with simulated servers, printing it to standard output as it happens.
     *
     * @param routes a directory whose routes fit {@link #simulated}
     * @return 0 only if every stage was observed at the simulated servers, 1 otherwise
     */
    int demo(Path routes);

    /** Keeps the simulated world running, likewise, until it is told to stop; returns the exit status. */
    int sandbox(Path routes);

    /** Runs one simulated PBX until it is told to stop; returns the exit status. */
    int simulatePbx(Listen listen, Role role);

    /** Runs the simulated outside hosts and the DNS service until told to stop; returns the exit status. */
    int simulateInternet(SimulatedInternet plan);
}
