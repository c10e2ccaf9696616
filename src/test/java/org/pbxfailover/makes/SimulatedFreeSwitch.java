package org.pbxfailover.makes;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code mod_xml_rpc} with {@code mod_sofia}: 200 for everything but a missing credential. */
public final class SimulatedFreeSwitch extends Simulated {
    public static final String USER = "freeswitch";
    public static final String PASSWORD = "works&all";

    private final Map<String, String> gateways = new LinkedHashMap<>();
    private final Map<String, Integer> pending = new LinkedHashMap<>();
    private String xml = "Success";
    private String carrier = "REGED";

    public synchronized SimulatedFreeSwitch has(String gateway, String state) {
        gateways.put(gateway, state);
        return this;
    }

    /** Its XML has a mistake; it says so behind {@code +OK}. */
    public synchronized SimulatedFreeSwitch broken(String error) {
        xml = error;
        return this;
    }

    public synchronized SimulatedFreeSwitch carrierRefuses() {
        carrier = "FAIL_WAIT";
        return this;
    }

    @Override
    protected Reply answer(Asked request) {
        if (!basic(request, USER, PASSWORD)) {
            return Reply.of(401, "text/html", "<HTML><BODY><H1>Error 401</H1></BODY></HTML>");
        }
        String[] uri = request.uri().replaceFirst("^/txtapi/", "").split("\\?", 2);
        String words = uri.length < 2 ? "" : decoded(uri[1]);
        return Reply.of(
                200, "text/plain", uri[0].equals("reloadxml") ? "+OK [" + xml + "]\n" : sofia(words.split(" ")));
    }

    private String sofia(String[] words) {
        if (words[0].equals("xmlstatus")) {
            return words[1].equals("gateway") ? gateway(words[2]) : profile(words[2]);
        }
        if (!words[1].equals("external")) {
            return "Invalid Profile [" + words[1] + "]";
        }
        if (words[2].equals("rescan")) {
            return "Reload XML [" + xml + "]\n+OK scan complete\n";
        }
        String state = gateways.get(words[3]);
        if (state == null) {
            return "Invalid gateway!\n";
        }
        if (state.equals("NOREG")) {
            return "-ERR NOREG gateway [" + words[3] + "] can't be " + words[2] + "ed!\n";
        }
        gateways.put(words[3], words[2].equals("register") ? "UNREGED" : "UNREGISTER");
        pending.put(words[3], 2);
        return "+OK\n";
    }

    private static String profile(String name) {
        return name.equals("external")
                ? "<?xml version=\"1.0\"?>\n<profile>\n  <profile-info>\n    <name>external</name>\n  </profile-info>\n</profile>\n"
                : "Invalid Profile!\n";
    }

    private String gateway(String name) {
        if (!gateways.containsKey(name)) {
            return "Invalid Gateway!\n";
        }
        if (pending.merge(name, -1, Integer::sum) == 0) {
            gateways.computeIfPresent(name, (any, state) -> state.equals("UNREGED") ? carrier : "DOWN");
        }
        return "<gateway>\n  <name>" + name + "</name>\n    <state>" + gateways.get(name) + "</state>\n  </gateway>\n";
    }
}
