package org.pbxfailover.makes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** {@code mi_http} with {@code clusterer}: the sharing tag {@code vip/1} on one node of a cluster of two. */
public final class SimulatedOpenSips extends Simulated {
    private static final ObjectMapper JSON = new ObjectMapper();

    private boolean active;
    private boolean hears = true;
    private boolean renamed;
    private Optional<SimulatedOpenSips> other = Optional.empty();

    public SimulatedOpenSips(boolean active) {
        this.active = active;
    }

    /** Both know each other from now on. */
    public SimulatedOpenSips with(SimulatedOpenSips node) {
        other = Optional.of(node);
        node.other = Optional.of(this);
        return this;
    }

    /** It says yes and nothing comes of it. */
    public SimulatedOpenSips deaf() {
        hears = false;
        return this;
    }

    /** It knows its methods by the names of OpenSIPS 4 alone. */
    public SimulatedOpenSips renamed() {
        renamed = true;
        return this;
    }

    @Override
    protected Reply answer(Asked request) {
        try {
            JsonNode call = JSON.readTree(request.body());
            String tag = call.path("params").path(0).asText();
            return switch (call.path("method").asText().replaceFirst(renamed ? "^clusterer:" : "^clusterer_", "? ")) {
                case "? shtag_set_active" -> take(tag);
                case "? list_shtags" ->
                    reply("\"result\":[{\"Tag\":\"vip\",\"Cluster\":1,\"State\":\"" + (active ? "active" : "backup")
                            + "\"}]");
                default -> reply("\"error\":{\"code\":-32601,\"message\":\"Method not found\"}");
            };
        } catch (JsonProcessingException e) {
            return Reply.of(400, "text/plain", "");
        }
    }

    private Reply take(String tag) {
        if (!tag.endsWith("/1")) {
            return reply("\"error\":{\"code\":404,\"message\":\"Cluster ID not found\"}");
        }
        if (hears) {
            active = true;
            other.ifPresent(node -> node.active = false);
        }
        return reply("\"result\":\"OK\"");
    }

    private static Reply reply(String what) {
        return Reply.of(200, "application/json", "{\"jsonrpc\":\"2.0\"," + what + ",\"id\":1}");
    }
}
