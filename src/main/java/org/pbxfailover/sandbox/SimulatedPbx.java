package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A PBX as the robot sees it, with the habits of real ones: registering a trunk is only queued by the call that orders it, and is
 * refused before the configuration was reloaded. Safe for use by many threads.
 *
 * <pre>
 * GET  /                     a web page that says it is a PBX
 * POST /reload               reads its configuration; accepts registrations after that
 * POST /trunks/register      200 "registration queued"; 409 before a reload
 * POST /trunks/unregister    200
 * GET  /trunks               "200 OK" once the trunk is registered
 * POST /telephones/register  200 when it accepts registrations, otherwise 503
 * GET  /sandbox/seen         what it saw, as JSON
 * </pre>
 */
public final class SimulatedPbx implements AutoCloseable {

    /**
     * How long things take.
     *
     * @param reload reading the configuration
     * @param trunk from a queued registration to a registered trunk
     */
    public record Pace(Duration reload, Duration trunk) {
        public static final Pace USUAL = new Pace(Duration.ofMillis(300), Duration.ofSeconds(1));
    }

    /** The word for the trunk's registration. */
    public enum Trunk {
        UNREGISTERED,
        REGISTERING,
        REGISTERED
    }

    private final SimulatedServer server;
    private final Chronicle chronicle;
    private final Pace pace;
    private final boolean servesFromStart;
    private boolean accepting;
    private Trunk trunk = Trunk.UNREGISTERED;

    /**
     * Listens at once.
     *
     * @param name where it stands in the chronicle: {@code primary} or {@code secondary}
     * @param port 0 for any free one
     * @param servesFromStart in service whenever it starts, as a primary is; otherwise it stands by
     * @throws IOException when it cannot listen there
     */
    public SimulatedPbx(String name, String host, int port, boolean servesFromStart, Pace pace, Chronicle chronicle)
            throws IOException {
        this.chronicle = chronicle;
        this.pace = pace;
        this.servesFromStart = servesFromStart;
        this.accepting = servesFromStart;
        this.trunk = servesFromStart ? Trunk.REGISTERED : Trunk.UNREGISTERED;
        this.server = new SimulatedServer(name, host, port, this::answer, chronicle);
    }

    public URI uri(String path) {
        return server.uri(path);
    }

    public int port() {
        return server.port();
    }

    public synchronized Trunk trunk() {
        return trunk;
    }

    public synchronized boolean acceptsRegistrations() {
        return accepting;
    }

    /** Dies: its port refuses, what it was doing is lost. */
    public void kill() {
        server.kill();
        forget(false);
    }

    /** Freezes: it accepts connections and never answers. */
    public void hang() {
        server.hang();
    }

    /** Starts again on the same port. A primary registers its trunk by itself, as its configuration says; a secondary stands by. */
    public void revive() {
        if (server.mode() != SimulatedServer.Mode.UP) {
            forget(servesFromStart);
            server.revive();
        }
    }

    /** One line for people. */
    public synchronized String state() {
        return switch (server.mode()) {
                    case DOWN -> "dead";
                    case HANGING -> "frozen";
                    case UP ->
                        (accepting ? "accepts registrations" : "stands by") + ", trunk "
                                + PlainWords.word(trunk.name());
                }
                + " (" + uri("/") + ")";
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized void forget(boolean inService) {
        accepting = inService;
        trunk = inService ? Trunk.REGISTERED : Trunk.UNREGISTERED;
    }

    private SimulatedReply answer(Call call) {
        if (call.is("GET", "/") || call.is("HEAD", "/")) {
            return page();
        } else if (call.is("POST", "/reload")) {
            return SimulatedReply.text(200, "configuration reloaded\n").after(pace.reload(), this::reloaded);
        } else if (call.is("POST", "/trunks/register")) {
            return register();
        } else if (call.is("POST", "/trunks/unregister")) {
            return unregister();
        } else if (call.is("GET", "/trunks")) {
            return trunks();
        } else if (call.is("POST", "/telephones/register")) {
            return acceptsRegistrations()
                    ? SimulatedReply.text(200, "registered\n")
                    : SimulatedReply.text(503, "this PBX stands by and accepts no registrations\n");
        } else if (call.is("GET", "/sandbox/seen")) {
            return SimulatedReply.text(200, SeenJson.of(chronicle)).of("application/json");
        }
        return SimulatedReply.text(404, "this simulated PBX knows no " + call.method() + " " + call.path() + "\n");
    }

    private SimulatedReply page() {
        return SimulatedReply.text(
                        200, "<!doctype html><title>PBX</title><h1>Simulated PBX: " + server.name() + "</h1>\n")
                .of("text/html; charset=utf-8");
    }

    private synchronized void reloaded() {
        accepting = true;
        chronicle.change(server.name(), Seen.Kind.RELOADED, "has reloaded its configuration and accepts registrations");
    }

    private synchronized SimulatedReply register() {
        if (!accepting) {
            chronicle.change(
                    server.name(), Seen.Kind.REFUSED, "refuses to register its trunk: no configuration is loaded");
            return SimulatedReply.text(409, "the configuration is not loaded: POST /reload first\n");
        }
        if (trunk == Trunk.UNREGISTERED) {
            trunk = Trunk.REGISTERING;
            chronicle.change(server.name(), Seen.Kind.TRUNK_QUEUED, "will register its trunk");
            server.later(pace.trunk(), this::registered);
        }
        return SimulatedReply.text(200, "registration queued\n");
    }

    private synchronized void registered() {
        if (trunk == Trunk.REGISTERING) {
            trunk = Trunk.REGISTERED;
            chronicle.change(server.name(), Seen.Kind.TRUNK_REGISTERED, "has its trunk registered at the carrier");
        }
    }

    private synchronized SimulatedReply unregister() {
        if (trunk != Trunk.UNREGISTERED) {
            trunk = Trunk.UNREGISTERED;
            chronicle.change(server.name(), Seen.Kind.TRUNK_UNREGISTERED, "has its trunk unregistered");
        }
        return SimulatedReply.text(200, "unregistered\n");
    }

    private synchronized SimulatedReply trunks() {
        Optional<String> answer = trunk == Trunk.REGISTERED ? Optional.of("200 OK") : Optional.empty();
        return SimulatedReply.text(200, "trunk carrier-a: " + answer.orElse(PlainWords.word(trunk.name())) + "\n");
    }
}
