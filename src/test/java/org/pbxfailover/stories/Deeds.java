package org.pbxfailover.stories;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the calls of stages do at {@link Town#services}: a deed is done once its call has been dealt with, and can be seen from then on. Of
 * each pair one request can be held, so that a robot can be killed at that moment.
 */
final class Deeds {

    /** Where a request is held for ever. */
    enum Hold {
        /** The call is there; it is never dealt with. */
        ARRIVED,
        /** The deed is done, nothing is answered. */
        DONE,
        /** The deed is done and half of the answer is out. */
        ANSWERING,
        /** Somebody asks whether it is done; nothing is answered. */
        LOOKED_AT,
        /** As before, and half of the answer is out. */
        SHOWING;

        boolean ofLook() {
            return this == LOOKED_AT || this == SHOWING;
        }
    }

    private final Town town;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    Deeds(Town town) {
        this.town = town;
    }

    /** The settings of an action that does the deed {@code /PAIR/WHAT}. */
    String action(String pair, String what, boolean verified) {
        String call = "/" + pair + "/" + what;
        String look = "/" + pair + "/effect-" + what;
        town.services.at(call, request -> call(pair, call, request)).at(look, request -> look(pair, call, request));
        String verify = "verify: { url: \"" + town.services.url(look) + "\", body: holds, every: 100ms, within: 1m }";
        return town.action(pair, what, verified ? verify : "");
    }

    void hold(String pair, String what, Hold hold) {
        holds.put("/" + pair + "/" + what, hold);
    }

    /** From now on every request is dealt with. Those that were held stay so. */
    void holdNoMore() {
        holds.clear();
    }

    boolean held(String pair) {
        return reached.contains(pair);
    }

    /** The path of every deed that is done. */
    Set<String> soFar() {
        return Set.copyOf(done);
    }

    private void call(String pair, String path, HttpExchange request) throws Exception {
        Hold hold = holds.get(path);
        if (hold == Hold.ARRIVED) {
            hold(pair, request);
        }
        done.add(path);
        if (hold == Hold.DONE) {
            hold(pair, request);
        } else if (hold == Hold.ANSWERING) {
            holdInTheMiddle(pair, request);
        }
        Stub.answers(200, "done").treat(request);
    }

    private void look(String pair, String path, HttpExchange request) throws Exception {
        Hold hold = holds.get(path);
        if (hold == Hold.LOOKED_AT) {
            hold(pair, request);
        } else if (hold == Hold.SHOWING) {
            holdInTheMiddle(pair, request);
        }
        Stub.answers(200, done.contains(path) ? "holds" : "not yet").treat(request);
    }

    private void holdInTheMiddle(String pair, HttpExchange request) throws Exception {
        answerHalf(request);
        hold(pair, request);
    }

    private static void answerHalf(HttpExchange request) throws IOException {
        request.sendResponseHeaders(200, 1000);
        request.getResponseBody().write("holds".getBytes(StandardCharsets.UTF_8));
        request.getResponseBody().flush();
    }

    private void hold(String pair, HttpExchange request) throws Exception {
        reached.add(pair);
        Stub.SILENT.treat(request);
    }
}
