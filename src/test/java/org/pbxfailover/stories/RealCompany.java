package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.pbxfailover.real.Carrier;
import org.pbxfailover.real.NameServers;
import org.pbxfailover.real.Pbx;
import org.pbxfailover.real.Telephone;

/**
 * A company on loopback of which only the outside hosts are simulated: two Kamailio servers as PBXs, a third one as the carrier, PowerDNS and
 * BIND for the name by which baresip finds its PBX, and the configuration of a robot for it.
 */
final class RealCompany implements AutoCloseable {
    private static final String PRIMARY = "127.0.10.1";
    private static final String SECONDARY = "127.0.10.2";
    private static final String CARRIER = "127.0.10.3";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path directory;
    private final Chronicle chronicle = new Chronicle();
    private final Stub outside;
    final Carrier carrier;
    final NameServers names;
    final Pbx primary;
    final Pbx secondary;
    private final int port = Pbx.freePort();
    private String dns;

    /** @param names makes the DNS servers, which name the primary first */
    RealCompany(Path directory, NamesOf names) {
        this.directory = directory;
        outside = part(this::outsideHost);
        this.names = part(() -> names.at(directory, PRIMARY));
        dns = this.names.action();
        carrier = part(() -> new Carrier(directory, CARRIER));
        primary = part(() -> pbx(PRIMARY, true));
        secondary = part(() -> pbx(SECONDARY, false));
    }

    interface NamesOf {
        NameServers at(Path directory, String address);
    }

    private Stub outsideHost() {
        try {
            return new Stub("outside", chronicle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is made is ended with the company, also when the next part cannot be made. */
    private <T extends AutoCloseable> T part(Supplier<T> maker) {
        try {
            T part = maker.get();
            parts.push(part);
            return part;
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private Pbx pbx(String address, boolean trunk) {
        return new Pbx(directory, NameServers.NAME, address, port, carrier, "bob", trunk);
    }

    /** A telephone that asks one of the DNS servers. */
    Telephone telephone(String user, String address, String server) {
        return part(() -> Telephone.of(directory, user, NameServers.NAME + ":" + port, address, server));
    }

    Telephone outsider() {
        return part(() -> Telephone.outside(
                directory, carrier, "127.0.10.13", names.addresses().get(0)));
    }

    /** The action of the stage {@code dns}, in YAML without braces. */
    RealCompany dns(String action) {
        dns = action;
        return this;
    }

    /** A robot for this company, in a process of its own. */
    Child robot() {
        return new Child(write("failover", primary, secondary), Town.routes());
    }

    /** Another robot for it, when the two PBXs have changed their roles. */
    Child robotOfChangedRoles() {
        return new Child(write("changed", secondary, primary), Town.routes());
    }

    /** A person orders something of the robot, again and again while it is refused, and waits until it is done. */
    void order(Child robot, String command) {
        soon("the robot to take the order: " + command).until(() -> taken(robot, command));
        String end = command.equals("failover") ? "active" : "watching";
        try {
            soon(end).atMost(Duration.ofSeconds(100)).until(() -> robot.client().state("acme"), end::equals);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(robot.client().history("acme").toPrettyString() + "\n" + robot.log(), e);
        }
    }

    private boolean taken(Child robot, String command) {
        try (Child person = robot.person(directory.resolve("failover.yaml"), command, "acme", "--yes", "--no-wait")) {
            boolean taken = person.exit() == 0;
            assertThat(taken || person.log().contains("primary.stable-for"))
                    .as(person.log())
                    .isTrue();
            return taken;
        }
    }

    private Path write(String file, Pbx serving, Pbx standby) {
        try {
            return Files.writeString(directory.resolve(file + ".yaml"), """
                    robot:
                      name: stories
                      state: "%s"
                      api: { listen: "127.0.0.1:0", token: %s }
                      console: { listen: "127.0.0.1:0", user: admin, password: %s }
                    internet: { hosts: ["%s"], needed: 1, timeout: 1s }
                    readiness: { every: 1s }
                    pairs:
                    %s""".formatted(
                            directory.resolve("state-" + file),
                            Town.TOKEN,
                            Town.PASSWORD,
                            outside.url("/"),
                            pair(serving, standby)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As docs/actions.md has it. A primary that still lives, in a planned failover, must give up its trunk: {@code fence} sees to that, and a
     * dead one holds up nothing.
     */
    private String pair(Pbx serving, Pbx standby) {
        return """
                  - name: acme
                    primary:
                      type: kamailio
                      stable-for: 3s
                      address: %1$s
                      probe: { url: "http://%1$s:%3$d/", every: 1s, recheck: 500ms, timeout: 1s }
                      sip: "%5$s"
                    secondary: { type: kamailio, address: %2$s, probe: { url: "http://%2$s:%3$d/", every: 1s } }
                    activation:
                      fence: { %6$s, required: false, attempts: 1, timeout: 2s, verify: { within: 5s, every: 500ms } }
                      reload: { action: kamailio-reload, url: "%7$s" }
                      trunks: { %8$s, verify: { within: 5s, every: 200ms } }
                      dns: { %4$s, verify: { within: 20s, every: 200ms } }
                    failback:
                      dns: { %4$s, verify: { within: 20s, every: 200ms } }
                      trunks:
                        - { %9$s, verify: { within: 10s, every: 200ms } }
                        - { %10$s, verify: { within: 10s, every: 200ms } }
                """.formatted(
                        serving.address(),
                        standby.address(),
                        port,
                        dns,
                        serving.sip(),
                        trunk("unregister", serving),
                        standby.rpc(),
                        trunk("register", standby),
                        trunk("unregister", standby),
                        trunk("register", serving));
    }

    private static String trunk(String verb, Pbx pbx) {
        return "action: kamailio-" + verb + ", url: \"" + pbx.rpc() + "\", registrations: [" + Pbx.TRUNK + "]";
    }

    /** Waits until the carrier knows the trunk from this PBX, and from nowhere else. */
    void trunkOnlyAt(Pbx pbx) {
        soon("the trunk at " + pbx.address() + " alone").until(carrier::trunks, List.of(pbx.address())::equals);
    }

    /** Whether every authoritative server answers this PBX for the name. */
    boolean named(Pbx pbx) {
        return names.addresses().stream()
                .allMatch(server -> Answers.of(server, NameServers.NAME).equals(List.of(pbx.address())));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
