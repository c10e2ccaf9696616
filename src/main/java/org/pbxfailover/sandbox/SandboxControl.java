package org.pbxfailover.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The hand that reaches into the world: {@code POST /primary/kill} and the like; {@code GET /} shows every part. For loopback only.
 * Safe for use by many threads.
 */
final class SandboxControl implements AutoCloseable {
    private final Map<String, Runnable> orders = new LinkedHashMap<>();
    private final World world;
    private final Supplier<String> robot;
    private final SimulatedServer server;

    /**
     * @param robot one line on how the robot is
     * @throws IOException when it cannot listen there
     */
    SandboxControl(World world, Supplier<String> robot, String host, int port) throws IOException {
        this.world = world;
        this.robot = robot;
        pbx("/primary", world.primary());
        pbx("/secondary", world.secondary());
        orders.put("/outside/cut", world.outside()::cut);
        orders.put("/outside/restore", world.outside()::restore);
        orders.put("/dns/fail", world.dns()::fail);
        orders.put("/dns/restore", world.dns()::restore);
        server = new SimulatedServer("control", host, port, this::answer, world.chronicle());
    }

    URI uri(String path) {
        return server.uri(path);
    }

    /** What can be posted, in an order that makes sense to a person. */
    List<String> paths() {
        return List.copyOf(orders.keySet());
    }

    @Override
    public void close() {
        server.close();
    }

    private void pbx(String path, SimulatedPbx pbx) {
        orders.put(path + "/kill", pbx::kill);
        orders.put(path + "/hang", pbx::hang);
        orders.put(path + "/revive", pbx::revive);
    }

    private SimulatedReply answer(Call call) {
        if (call.is("GET", "/")) {
            return SimulatedReply.text(200, state());
        }
        Runnable order = orders.get(call.path());
        if (order == null) {
            return SimulatedReply.text(
                    404, "there is no " + call.path() + "; known are " + String.join(", ", paths()) + "\n");
        } else if (!call.method().equals("POST")) {
            return SimulatedReply.text(405, call.path() + " changes the world and needs POST\n");
        }
        try {
            order.run();
        } catch (UncheckedIOException e) {
            return SimulatedReply.text(500, e.getMessage() + "\n");
        }
        return SimulatedReply.text(200, state());
    }

    private String state() {
        String telephone = world.telephone().registeredAt();
        return "primary    " + world.primary().state() + "\n"
                + "secondary  " + world.secondary().state() + "\n"
                + "outside    " + world.outside().state() + "\n"
                + "dns        " + world.dns().state() + "\n"
                + "telephone  " + (telephone.isEmpty() ? "registered nowhere" : "registered at " + telephone) + "\n"
                + "robot      " + robot.get() + "\n";
    }
}
