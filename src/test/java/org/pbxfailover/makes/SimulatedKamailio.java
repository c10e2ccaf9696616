package org.pbxfailover.makes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kamailio's {@code uac} over {@code jsonrpcs} ({@code uac_reg.c}). Its answers show the passwords of the trunks. */
public final class SimulatedKamailio extends Simulated {
    public static final String TRUNK_PASSWORD = "trunk-pass-of-kamailio";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final class Record {
        private int flags = 16;
        private int expires = 360;
        private int lists;
    }

    private final Map<String, Record> records = new LinkedHashMap<>();
    private final List<String> methods = new ArrayList<>();
    private boolean active;
    private boolean old;
    private boolean carrier = true;
    private boolean shared;
    private int reloads;
    private int status = 200;

    public synchronized SimulatedKamailio has(String uuid, int flags) {
        records.computeIfAbsent(uuid, any -> new Record()).flags = flags;
        return this;
    }

    /** An earlier {@code uac.reg_unregister} left it without a lifetime: what is sent from it ends the registration again. */
    public synchronized SimulatedKamailio ended(String uuid) {
        records.get(uuid).expires = 0;
        return this;
    }

    public synchronized SimulatedKamailio carrierIsSilent() {
        carrier = false;
        return this;
    }

    /** The carrier names the contact of another server with the same {@code l_uuid}, too; {@code uac} takes it for its own. */
    public synchronized SimulatedKamailio another() {
        shared = true;
        return this;
    }

    /** Before version 6: nothing sends a registration at once, the timer does. */
    public synchronized SimulatedKamailio old() {
        old = true;
        return this;
    }

    /** It wants credentials that nobody has given. */
    public synchronized SimulatedKamailio closed() {
        status = 401;
        return this;
    }

    @Override
    protected Reply answer(Asked request) {
        if (status != 200) {
            return Reply.of(status, "text/html", "Unauthorized");
        }
        try {
            JsonNode call = JSON.readTree(request.body());
            methods.add(call.path("method").asText());
            return act(call.path("method").asText(), call.path("params"));
        } catch (JsonProcessingException e) {
            return error(-32700, "Parse Error", 500);
        }
    }

    private Reply act(String method, JsonNode params) {
        switch (method) {
            case "uac.reg_reload":
                return reloads++ == 0 ? result("[]") : error(500, "Failed to shift records - check log messages", 500);
            case "uac.reg_active":
                if (!params.path(0).isInt()) {
                    return error(500, "Missing parameter", 500);
                }
                active = params.get(0).asInt() == 1;
                return result("{\"omode\":0,\"nmode\":1}");
            case "uac.reg_dump":
                return result("["
                        + String.join(
                                ",", records.keySet().stream().map(this::shown).toList()) + "]");
            default:
        }
        if (old && method.equals("uac.reg_register")) {
            return error(500, "Method Not Found", 500);
        }
        boolean filtered = !method.equals("uac.reg_refresh");
        if (filtered && (params.size() < 2 || !params.get(0).asText().equals("l_uuid"))) {
            return error(400, "Invalid Parameters", 400);
        }
        String uuid = params.path(filtered ? 1 : 0).asText();
        Record record = records.get(uuid);
        if (record == null) {
            return error(404, "Record not found", 404);
        }
        switch (method) {
            case "uac.reg_refresh" -> {
                record.flags = 1;
                record.expires = 360;
            }
            case "uac.reg_enable" -> {
                record.flags &= ~1;
                sent(record); // by the timer
            }
            case "uac.reg_disable" -> record.flags |= 1;
            case "uac.reg_register" -> sent(record);
            case "uac.reg_unregister" -> {
                record.expires = 0;
                sent(record);
            }
            case "uac.reg_info" -> {
                if (record.lists > 0 && --record.lists == 0 && carrier) {
                    record.flags &= ~2;
                    record.flags |= record.expires > 0 && active || shared ? 4 : 0;
                }
                return result(shown(uuid));
            }
            default -> {
                return error(-32601, "Method Not Found", 500);
            }
        }
        return result("[]");
    }

    private static void sent(Record record) {
        record.flags = record.flags & ~4 | 2;
        record.lists = 3;
    }

    private String shown(String uuid) {
        return "{\"l_uuid\":\"" + uuid + "\",\"auth_password\":\"" + TRUNK_PASSWORD + "\",\"expires\":"
                + records.get(uuid).expires + ",\"flags\":" + records.get(uuid).flags + "}";
    }

    private static Reply result(String json) {
        return Reply.of(200, "application/json", "{\"jsonrpc\":\"2.0\",\"result\":" + json + ",\"id\":1}");
    }

    private static Reply error(int code, String message, int status) {
        return Reply.of(
                status,
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"},\"id\":1}");
    }

    public synchronized List<String> methods() {
        return List.copyOf(methods);
    }
}
