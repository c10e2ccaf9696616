package org.pbxfailover.makes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The trunks of the domain {@code acme.example} of a Vodia, over its REST API. */
public final class SimulatedVodia extends Simulated {
    public static final String USER = "admin";
    public static final String PASSWORD = "pbx & more";

    private static final class Trunk {
        private boolean off = true;
        private String status = "";
        private int lists;
    }

    private final Map<String, Trunk> trunks = new LinkedHashMap<>();
    private String carrier = "200 Ok";
    private boolean expired;
    private boolean deaf;
    private boolean broken;

    public synchronized SimulatedVodia has(String id, boolean on) {
        Trunk trunk = trunks.computeIfAbsent(id, any -> new Trunk());
        trunk.off = !on;
        trunk.status = on ? "200 Ok" : "";
        return this;
    }

    public synchronized SimulatedVodia carrierSays(String status) {
        carrier = status;
        return this;
    }

    /** The login is over: 200, and {@code false}. */
    public synchronized SimulatedVodia expired() {
        expired = true;
        return this;
    }

    /** It says yes and nothing comes of it. */
    public synchronized SimulatedVodia deaf() {
        deaf = true;
        return this;
    }

    /** It knows no trunks, and says so with 500. */
    public synchronized SimulatedVodia broken() {
        broken = true;
        return this;
    }

    @Override
    protected Reply answer(Asked request) {
        if (broken) {
            return Reply.of(500, "text/plain", "out of order");
        }
        if (expired || !basic(request, USER, PASSWORD)) {
            return Reply.of(200, "application/json", "false");
        }
        String[] uri = request.uri().split("\\?", 2);
        if (!uri[0].equals("/rest/domain/acme.example/domain_trunks")) {
            return Reply.of(404, "text/html", "Not Found");
        }
        if (request.method().equals("GET")) {
            return Reply.of(200, "application/json", list());
        }
        Trunk trunk = trunks.get(form(uri[1]).get("trunk"));
        if (trunk != null && !deaf) {
            trunk.off = request.body().contains("\"dis\":\"true\"");
            trunk.lists = 2;
        }
        return Reply.of(200, "application/json", "{}");
    }

    private String list() {
        return trunks.entrySet().stream()
                .map(entry -> {
                    Trunk trunk = entry.getValue();
                    if (trunk.lists > 0 && --trunk.lists == 0) {
                        trunk.status = trunk.off ? "" : carrier;
                    }
                    return "{\"id\":\"" + entry.getKey()
                            + "\",\"name\":\"Carrier\",\"type\":\"register\",\"disabled\":\"" + trunk.off
                            + "\",\"status1\":\"" + trunk.status + "\",\"status2\":\"60 s\"}";
                })
                .collect(Collectors.joining(",", "[", "]"));
    }
}
