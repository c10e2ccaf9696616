package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** The old primary is cut off: only what its controller or hypervisor says of it afterwards counts, not that it took the order. */
class FencingTest {
    private static final String SECRET = "s3cret-of-the-controller";
    private static final String TIMES =
            "timeout: 10s, attempts: 1, backoff: 100ms, verify: { within: 2s, every: 100ms }";

    @TempDir
    static Path temp;

    private static final Map<String, String> POWER = new ConcurrentHashMap<>();
    private static final Map<String, Service> SERVICES = new ConcurrentHashMap<>();

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp).also("readiness: { every: 1s }\n");
        for (String pair : new String[] {
            "redfish", "redfish-slow", "redfish-elsewhere", "redfish-key", "redfish-off", "redfish-gentle"
        }) {
            POWER.put(pair, pair.endsWith("-off") ? "Off" : "On");
            pair(pair, redfish(pair), "redfish-power-off, system: node-1, username: robot, password: " + SECRET);
        }
        for (String pair : new String[] {"proxmox", "proxmox-slow", "proxmox-unknown", "proxmox-off"}) {
            POWER.put(pair, pair.endsWith("-off") ? "stopped" : "running");
            pair(pair, proxmox(pair), "proxmox-stop, node: pve1, vmid: 101, token: \"robot@pve!fence=" + SECRET + "\"");
        }
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static void pair(String pair, Service service, String action) {
        SERVICES.put(pair, service);
        town.pair(
                pair,
                "",
                "fence: { action: " + action + ", url: \"" + service.url() + "/\", " + TIMES + " }\ndns: "
                        + town.action(pair, "dns", "") + "\n",
                "dns: " + town.action(pair, "dns-back", "") + "\n");
    }

    /** DSP0266: the target of an action is where the resource says. Its order is taken before it is done. */
    private static Service redfish(String pair) {
        return new Service(request -> {
            if (request.header("Authorization").length() < 10) {
                return new Service.Reply(401, "{}");
            }
            String target = "/redfish/v1/Systems/node-1/Actions/ComputerSystem.Reset";
            if (request.method().equals("GET") && request.path().equals("/redfish/v1/Systems/node-1")) {
                return new Service.Reply(
                        200,
                        "{\"Id\":\"node-1\",\"PowerState\":\"" + POWER.get(pair)
                                + "\",\"Actions\":{\"#ComputerSystem.Reset\":{\"target\":\"" + target + "\"}}}");
            }
            if (request.path().equals(target) && request.body().equals("{\"ResetType\": \"ForceOff\"}")) {
                if (pair.endsWith("-off")) {
                    return new Service.Reply(409, "already off");
                }
                // Told again, a server that is off stays off.
                POWER.computeIfPresent(
                        pair,
                        (slow, power) -> slow.equals("redfish-slow") && !power.equals("Off") ? "PoweringOff" : "Off");
                return new Service.Reply(202, "{\"TaskState\":\"New\"}");
            }
            return new Service.Reply(404, "{}");
        });
    }

    /** An order is a task; what becomes of it is another question. */
    private static Service proxmox(String pair) {
        return new Service(request -> {
            if (!request.header("Authorization").equals("PVEAPIToken=robot@pve!fence=" + SECRET)) {
                return new Service.Reply(401, "");
            }
            String guest = "/api2/json/nodes/pve1/qemu/101/status/";
            if (request.method().equals("GET") && request.path().equals(guest + "current")) {
                return new Service.Reply(200, "{\"data\":{\"vmid\":101,\"status\":\"" + POWER.get(pair) + "\"}}");
            }
            if (request.method().equals("POST") && request.path().equals(guest + "stop")) {
                if (pair.endsWith("-off")) {
                    return new Service.Reply(500, "VM 101 not running");
                }
                if (!pair.equals("proxmox-slow")) {
                    POWER.put(pair, "stopped");
                }
                return new Service.Reply(200, "{\"data\":\"UPID:pve1:0001:stop\"}");
            }
            return new Service.Reply(404, "");
        });
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
        SERVICES.values().forEach(Service::close);
    }

    private static Service service(String pair) {
        return Optional.ofNullable(SERVICES.get(pair)).orElseThrow();
    }

    private static void switchover(String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    private static void alarms(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(part)));
        assertThat(town.chronicle.stages(pair)).isEmpty();
    }

    private static void saysBeforehand(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(
                        () -> texts(robot.pair(pair).path("not-ready")),
                        reasons -> reasons.stream().anyMatch(why -> why.contains(part)));
        assertThat(service(pair).of("POST")).isEmpty();
    }

    private static String detail(String pair) {
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    @Story
    void redfish_cuts_the_power_and_looks_at_it() {
        switchover("redfish");
        robot.until("redfish", "active");
        assertThat(POWER).containsEntry("redfish", "Off");
        assertThat(detail("redfish")).isEqualTo("202 the power was On, and is being cut; 200 the power is off");
    }

    @Story
    void power_that_is_still_going_off_is_waited_for() {
        switchover("redfish-slow");
        alarms("redfish-slow", "PowerState is 'PoweringOff', not 'Off'");
        POWER.put("redfish-slow", "Off");
        robot.until("redfish-slow", "active");
    }

    @Story
    void a_server_that_is_off_already_is_not_told_which_its_controller_would_refuse() {
        switchover("redfish-off");
        robot.until("redfish-off", "active");
        assertThat(service("redfish-off").of("POST")).isEmpty();
        assertThat(detail("redfish-off")).isEqualTo("200 the power is off already; 200 the power is off");
    }

    @Story
    void a_controller_that_can_only_ask_the_server_to_go_off_is_said_beforehand() {
        String reset = "{\"PowerState\":\"On\",\"Actions\":{\"#ComputerSystem.Reset\":{\"target\":\"/reset\","
                + "\"ResetType@Redfish.AllowableValues\":[\"On\",\"GracefulShutdown\"%s]}}}";
        service("redfish-gentle").answers("GET", 200, reset.formatted(""));
        saysBeforehand(
                "redfish-gentle",
                "ForceOff is not among what is offered: Actions.#ComputerSystem.Reset.ResetType@Redfish.AllowableValues"
                        + " has On, GracefulShutdown");
        service("redfish-gentle").answers("GET", 200, reset.formatted(",\"ForceOff\""));
        soon("a content preflight")
                .until(
                        () -> texts(robot.pair("redfish-gentle").path("not-ready")),
                        reasons -> reasons.stream().noneMatch(why -> why.contains("ForceOff")));
    }

    @Story
    void a_controller_that_sends_the_order_elsewhere_gets_no_credential_for_that() {
        service("redfish-elsewhere")
                .answers(
                        "GET",
                        200,
                        "{\"PowerState\":\"On\",\"Actions\":{\"#ComputerSystem.Reset\":{\"target\":\"@192.0.2.1/\"}}}");
        switchover("redfish-elsewhere");
        alarms("redfish-elsewhere", "Actions.#ComputerSystem.Reset.target is '@192.0.2.1/', which is no path");
        assertThat(service("redfish-elsewhere").of("POST")).isEmpty();
    }

    @Story
    void a_credential_that_has_expired_is_said_beforehand() {
        service("redfish-key").answers("GET", 401, "expired");
        saysBeforehand("redfish-key", "the preflight of stage fence fails (401 expired)");
    }

    @Story
    void proxmox_stops_the_guest_and_looks_at_it() {
        switchover("proxmox");
        robot.until("proxmox", "active");
        assertThat(POWER).containsEntry("proxmox", "stopped");
        assertThat(detail("proxmox"))
                .isEqualTo("200 the guest was running, and UPID:pve1:0001:stop stops it; 200 the guest is stopped");
    }

    @Story
    void a_guest_that_is_stopped_already_is_not_told_which_proxmox_would_refuse() {
        switchover("proxmox-off");
        robot.until("proxmox-off", "active");
        assertThat(service("proxmox-off").of("POST")).isEmpty();
        assertThat(detail("proxmox-off")).isEqualTo("200 the guest is stopped already; 200 the guest is stopped");
    }

    @Story
    void a_task_of_proxmox_that_does_nothing_is_no_success() {
        switchover("proxmox-slow");
        alarms("proxmox-slow", "data.status is 'running', not 'stopped'");
        POWER.put("proxmox-slow", "stopped");
        robot.until("proxmox-slow", "active");
    }

    @Story
    void a_guest_that_proxmox_does_not_know_is_said_beforehand() {
        service("proxmox-unknown").answers("GET", 500, "{\"data\":null,\"message\":\"no such guest\"}");
        saysBeforehand(
                "proxmox-unknown",
                "the preflight of stage fence fails (500 {\"data\":null,\"message\":\"no such guest\"}");
    }
}
