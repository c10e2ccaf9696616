package org.pbxfailover.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Single parts of the simulated world, each for a process or container of its own. What they saw is at {@code GET /sandbox/seen}. */
public final class Simulators {
    private static final int HIGHEST_PORT = 65_535;
    private static final List<String> ROLES = List.of("primary", "secondary");

    /** A host (an IPv6 address in brackets) and a port. */
    private static final Pattern LISTEN = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");

    private Simulators() {}

    /**
     * The outside hosts and the DNS service.
     *
     * @param host where all of them listen
     * @param outsidePort of the first outside host; the others follow
     * @param outsideHosts how many, 1 to 100
     * @param dnsUpdates port of the ActionURL
     * @param dnsQueries UDP port of the queries
     * @param name the name that users dial
     * @param address its IPv4 address at the beginning
     */
    public record Internet(
            String host,
            int outsidePort,
            int outsideHosts,
            int dnsUpdates,
            int dnsQueries,
            String name,
            String address) {

        /**
         * Three outside hosts from {@code port} on, and the DNS service 53 ports above it, updates (TCP) and queries (UDP) alike.
         *
         * @param address of the primary
         */
        public static Internet at(String host, int port, String name, String address) {
            return new Internet(host, port, 3, port + 53, port + 53, name, address);
        }
    }

    /**
     * Runs one simulated PBX until {@code stop} is counted down or the thread is interrupted.
     *
     * @param listen {@code host:port}
     * @param role {@code primary} (in service whenever it starts) or {@code secondary} (stands by)
     * @return the exit code: 0; 1 when it cannot listen; 2 when an argument is wrong
     */
    public static int pbx(PrintStream out, String listen, String role, CountDownLatch stop) {
        if (!ROLES.contains(role)) {
            out.println("role: '" + role + "' is none; primary or secondary would be right");
            return 2;
        }
        Matcher where = LISTEN.matcher(listen);
        if (!where.matches() || Integer.parseInt(where.group(2)) > HIGHEST_PORT) {
            out.println("listen: '" + listen
                    + "' is no address to listen on; host:port such as 0.0.0.0:8080 would be right");
            return 2;
        }
        String host = where.group(1);
        int port = Integer.parseInt(where.group(2));
        Chronicle chronicle = new Chronicle();
        var unused = new Narration(out, chronicle);
        try (SimulatedPbx pbx =
                new SimulatedPbx(role, host, port, role.equals("primary"), SimulatedPbx.Pace.USUAL, chronicle)) {
            return until(stop);
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    /**
     * Runs the outside hosts and the DNS service until {@code stop} is counted down or the thread is interrupted.
     *
     * @return the exit code: 0, or 1 when one of them cannot listen
     */
    public static int internet(PrintStream out, Internet settings, CountDownLatch stop) {
        Chronicle chronicle = new Chronicle();
        var unused = new Narration(out, chronicle);
        List<Integer> ports = IntStream.range(0, settings.outsideHosts())
                .mapToObj(i -> settings.outsidePort() + i)
                .toList();
        try (SimulatedOutside outside = new SimulatedOutside(settings.host(), ports, chronicle);
                SimulatedDns dns = new SimulatedDns(
                        settings.host(),
                        settings.dnsUpdates(),
                        settings.dnsQueries(),
                        settings.name(),
                        settings.address(),
                        chronicle)) {
            return until(stop);
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static int until(CountDownLatch stop) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
