package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.pbxfailover.config.Outline;
import org.pbxfailover.web.Ports;

/**
 * A simulated PBX pair, the outside hosts, a DNS service and a telephone, all up and well, and a {@code failover.yaml} for them in a
 * directory of its own. The primary is at 127.0.0.1 and the secondary at 127.0.0.2, on the same port, so that the address in DNS is
 * all that a telephone needs. Where a system has no 127.0.0.2, the secondary's address in DNS is a stand-in that only the telephone
 * understands. Closing it stops everything and removes the directory. Safe for use by many threads.
 */
public final class World implements AutoCloseable {
    /** The pair's name in the configuration. */
    public static final String PAIR = "demo";

    /** What its pair asks of the routes: known before there is a world, so that broken routes keep it from being started. */
    public static final Outline OUTLINE = new Outline(
            "the simulated world",
            List.of(stages("activation", "reload", "trunks", "dns")),
            List.of(stages("failback", "dns", "trunks")),
            List.of(new Outline.Named("pairs[" + PAIR + "].activation.reload.action", 0, "http")),
            List.of());

    /** The name that users dial. */
    public static final String NAME = "pbx.sandbox.example";

    static final int OUTSIDE_NEEDED = 2;

    private static final String HOST = "127.0.0.1";
    private static final String SECOND_HOST = "127.0.0.2";
    private static final String STAND_IN = "203.0.113.7";

    /**
     * Ports that are taken when they are free; otherwise, and for 0, another free port is found.
     *
     * @param pbx of primary and secondary
     * @param outside of the first outside host; the others follow
     */
    public record Plan(
            int api, int console, int pbx, int outside, int dnsUpdates, int dnsQueries, SimulatedPbx.Pace pace) {
        /** Any free ports. */
        public static final Plan ANYWHERE = new Plan(0, 0, 0, 0, 0, 0, SimulatedPbx.Pace.USUAL);

        /** Ports that a person can remember. */
        public static final Plan KNOWN = new Plan(8080, 9876, 18060, 18081, 18053, 18053, SimulatedPbx.Pace.USUAL);
    }

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Chronicle chronicle = new Chronicle();
    private final Path directory;
    private final Path configuration;
    private final SimulatedPbx primary;
    private final SimulatedPbx secondary;
    private final String secondaryAddress;
    private final SimulatedOutside outside;
    private final SimulatedDns dns;
    private final Telephone telephone;

    /**
     * Brings everything up.
     *
     * @throws IOException when loopback sockets or the temporary directory cannot be used; nothing is left running then
     */
    public World(Plan plan) throws IOException {
        this(plan, Ports.canListen(SECOND_HOST));
    }

    /** @param twoHosts whether this machine has a second loopback address */
    World(Plan plan, boolean twoHosts) throws IOException {
        try {
            directory = keep(Files.createTempDirectory("pbx-failover-sandbox-"));
            secondaryAddress = twoHosts ? SECOND_HOST : STAND_IN;
            int port = twoHosts ? Ports.preferably(plan.pbx(), HOST, SECOND_HOST) : Ports.preferably(plan.pbx(), HOST);
            primary = keep(new SimulatedPbx("primary", HOST, port, true, plan.pace(), chronicle));
            secondary = keep(new SimulatedPbx(
                    "secondary",
                    twoHosts ? SECOND_HOST : HOST,
                    twoHosts ? port : Ports.free(HOST),
                    false,
                    plan.pace(),
                    chronicle));
            outside = keep(new SimulatedOutside(HOST, outsidePorts(plan.outside()), chronicle));
            int updates = Ports.preferably(plan.dnsUpdates(), HOST);
            dns = keep(
                    new SimulatedDns(HOST, updates, Ports.preferably(plan.dnsQueries(), HOST), NAME, HOST, chronicle));
            telephone = keep(new Telephone(NAME, dns.queries(), this::pbxAt, chronicle));
            configuration = WorldConfiguration.write(this, plan);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public Chronicle chronicle() {
        return chronicle;
    }

    /** The {@code failover.yaml} for this world. */
    public Path configuration() {
        return configuration;
    }

    Path directory() {
        return directory;
    }

    public SimulatedPbx primary() {
        return primary;
    }

    public SimulatedPbx secondary() {
        return secondary;
    }

    /** As in DNS. */
    public String primaryAddress() {
        return HOST;
    }

    /** As in DNS. */
    public String secondaryAddress() {
        return secondaryAddress;
    }

    public SimulatedOutside outside() {
        return outside;
    }

    public SimulatedDns dns() {
        return dns;
    }

    public Telephone telephone() {
        return telephone;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            closeQuietly(parts.pop());
        }
    }

    /** What one part leaves behind, a daemon thread or a temporary file, must not keep the others running. */
    @SuppressWarnings("EmptyCatch")
    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            // See above.
        }
    }

    private URI pbxAt(String address) {
        return address.equals(secondaryAddress)
                ? secondary.uri("/")
                : URI.create("http://" + address + ":" + primary.port() + "/");
    }

    private static Outline.Stages stages(String run, String... names) {
        String path = "pairs[" + PAIR + "]." + run;
        return new Outline.Stages(
                path,
                0,
                Stream.of(names)
                        .map(name -> new Outline.Named(path + "." + name, 0, name))
                        .toList(),
                List.of());
    }

    private static List<Integer> outsidePorts(int preferred) throws IOException {
        return List.of(
                Ports.preferably(preferred, HOST),
                Ports.preferably(preferred == 0 ? 0 : preferred + 1, HOST),
                Ports.preferably(preferred == 0 ? 0 : preferred + 2, HOST));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private Path keep(Path created) {
        parts.push(() -> remove(created));
        return created;
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
