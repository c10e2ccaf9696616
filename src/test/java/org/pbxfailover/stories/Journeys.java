package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.stories.Remembered.Known;
import org.pbxfailover.stories.RobotClient.Answer;

/**
 * Pairs on their way through an activation, and some of them through a fail-back; the robot is killed on the way and started again. In the
 * end every stage must have happened in its turn, and nothing more often than a robot that was killed cannot avoid.
 */
final class Journeys {
    static final List<String> OVER = List.of("fence", "reload", "trunks", "dns");
    static final List<String> BACK = List.of("dns", "trunks", "reload");

    /** The API answers with few threads, and an order may be stopped for ever. */
    private static final int ORDERS_AT_ONCE = 10;

    /**
     * @param verified whether every stage has a look at its effect
     * @param back whether it goes back in the end
     * @param ordered a person orders the switchover; otherwise the primary has to die, and is polled often
     */
    record Journey(String pair, boolean verified, boolean back, boolean ordered) {
        String end() {
            return back ? "watching" : "active";
        }

        long epochs() {
            return back ? 2 : 1;
        }

        /** What has to be called, in order: {@code dns-back} is the dns of the fail-back. */
        List<String> calls() {
            return Stream.concat(OVER.stream(), back ? BACK.stream().map(Journeys::back) : Stream.empty())
                    .toList();
        }
    }

    /** What there was when the robot was killed. */
    private record Kill(Map<String, Remembered> journals, Set<String> deeds, int mark) {}

    final Deeds deeds;
    private final Town town;
    private final List<Journey> journeys = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private Set<String> ordered = ConcurrentHashMap.newKeySet();
    private final Map<String, String> said = new ConcurrentHashMap<>();

    Journeys(Town town) {
        this.town = town;
        this.deeds = new Deeds(town);
    }

    static String back(String stage) {
        return stage + "-back";
    }

    Journey add(Journey journey) {
        // Polled once, and again only where a busy machine lost that one: the next hour is too late for the test.
        town.probing(
                journey.ordered
                        ? "every: 1h, recheck: 1s, timeout: 10s"
                        : "every: 500ms, recheck: 150ms, timeout: 500ms");
        town.pair(journey.pair, "", stages(OVER, stage -> stage, journey), stages(BACK, Journeys::back, journey));
        journeys.add(journey);
        return journey;
    }

    private String stages(List<String> stages, UnaryOperator<String> what, Journey journey) {
        return stages.stream()
                .map(stage -> stage + ": " + deeds.action(journey.pair, what.apply(stage), journey.verified) + "\n")
                .reduce("", String::concat);
    }

    List<Journey> all() {
        return journeys;
    }

    /** Orders what brings the pairs on their way, a few at a time. Nobody waits for the answers. */
    void order(RobotClient robot) {
        Map<String, JsonNode> now = robot.pairs();
        int few = 0;
        for (Journey journey : journeys) {
            JsonNode pair = now.getOrDefault(journey.pair, MissingNode.getInstance());
            String state = pair.path("state").asText();
            boolean over = journey.ordered && state.equals("watching") && !pair.has("epoch");
            boolean back = journey.back && state.equals("active");
            String what = journey.pair + " from " + state;
            if ((over || back) && few < ORDERS_AT_ONCE && ordered.add(what)) {
                few++;
                String order = over ? "failover" : "failback";
                String body = over ? "" : "{\"force\":true}";
                Set<String> orders = ordered;
                CompletableFuture.supplyAsync(() -> robot.order(journey.pair, order, body), Stub.THREADS)
                        .whenComplete((answer, failure) -> answered(orders, what, answer, failure));
            }
        }
    }

    /** An order that was not even heard is given again; one that is heard and not answered keeps a thread of the API, and so is not. */
    private void answered(Set<String> orders, String what, @Nullable Answer answer, @Nullable Throwable failure) {
        boolean heard = failure == null || cause(failure) instanceof HttpTimeoutException;
        if (!heard) {
            orders.remove(what);
        }
        said.put(what, String.valueOf(failure == null ? answer : failure));
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : cause(failure.getCause());
    }

    /** What each pair says of itself that is not yet at its end, with what became of the order. */
    List<String> unfinished(RobotClient robot) {
        Map<String, JsonNode> now = robot.pairs();
        return journeys.stream()
                .filter(journey -> !ended(journey, now.getOrDefault(journey.pair, MissingNode.getInstance())))
                .map(journey -> journey.pair + " is " + now.get(journey.pair) + " after these orders: "
                        + said.getOrDefault(journey.pair + " from watching", "none") + ", "
                        + said.getOrDefault(journey.pair + " from active", "none"))
                .toList();
    }

    private static boolean ended(Journey journey, JsonNode pair) {
        return pair.path("state").asText().equals(journey.end())
                && pair.path("epoch").asLong() == journey.epochs();
    }

    /** To be called after each SIGKILL. */
    void killed() {
        deeds.holdNoMore();
        ordered = ConcurrentHashMap.newKeySet();
        kills.add(new Kill(journals(), deeds.soFar(), town.chronicle.now()));
    }

    private Map<String, Remembered> journals() {
        return Remembered.of(town, journeys.stream().map(Journey::pair).toList());
    }

    /** The history as the API tells it: every epoch is there, every stage of it is done. */
    void told(RobotClient robot) {
        for (Journey journey : journeys) {
            JsonNode epochs = robot.history(journey.pair);
            assertThat(epochs).as(journey.pair).hasSize((int) journey.epochs());
            JsonNode first = epochs.get(epochs.size() - 1);
            assertThat(first.path("kind").asText()).isEqualTo(journey.ordered ? "switchover" : "failover");
            assertThat(stages(first)).as(journey.pair).isEqualTo(OVER);
            if (journey.back) {
                assertThat(stages(epochs.get(0))).as(journey.pair).isEqualTo(BACK);
            }
            assertThat(epochs).allSatisfy(epoch -> {
                assertThat(epoch.path("outcome").asText()).isEqualTo("completed");
                assertThat(epoch.path("stages"))
                        .allMatch(stage -> stage.path("state").asText().equals("done"));
            });
        }
    }

    private static List<String> stages(JsonNode epoch) {
        return epoch.path("stages").findValuesAsText("stage");
    }

    /** After the last robot has ended. */
    void judge() {
        Map<String, Remembered> end = journals();
        for (Journey journey : journeys) {
            Remembered journal = end.get(journey.pair);
            assertThat(journal.flaws(OVER, BACK)).as(journey.pair).isEmpty();
            for (Kill kill : kills) {
                assertThat(journal.startsWith(kill.journals.get(journey.pair)))
                        .as(journey.pair)
                        .isTrue();
            }
            inOrder(journey);
            for (int life = 0; life <= kills.size(); life++) {
                calledIn(life, journey);
            }
        }
    }

    private void inOrder(Journey journey) {
        List<String> once = town.chronicle.sequence(journey.pair);
        assertThat(once).as(journey.pair).isEqualTo(journey.calls());
        for (int i = 0; i < once.size(); i++) {
            String key = i < OVER.size() ? "1-" + OVER.get(i) : "2-" + BACK.get(i - OVER.size());
            assertThat(town.chronicle.keys(journey.pair, once.get(i))).containsOnly(journey.pair + "-" + key + "-1");
        }
    }

    /** Nothing is called twice in one life, and what an earlier life knew is not called at all. */
    private void calledIn(int life, Journey journey) {
        int from = life == 0 ? 0 : kills.get(life - 1).mark;
        int to = life == kills.size() ? town.chronicle.now() : kills.get(life).mark;
        List<String> requests = town.chronicle.since(from).subList(0, to - from).stream()
                .map(Chronicle.Call::path)
                .filter(path -> path.startsWith("/" + journey.pair + "/"))
                .map(path -> path.substring(journey.pair.length() + 2))
                .toList();
        for (String call : journey.calls()) {
            long times = requests.stream().filter(call::equals).count();
            String what = "%s: %s in life %d: %s".formatted(journey.pair, call, life, requests);
            long allowed = life == 0 ? 1 : allowed(kills.get(life - 1), journey, call);
            assertThat(times).as(what).isBetween(life == kills.size() ? allowed : 0, allowed);
            boolean doubtful = life > 0 && known(kills.get(life - 1), journey, call) == Known.BEGUN;
            if (doubtful && journey.verified && !requests.isEmpty()) {
                assertThat(requests.get(0)).as(what).isEqualTo("effect-" + call);
            }
        }
    }

    private static long allowed(Kill kill, Journey journey, String call) {
        return switch (known(kill, journey, call)) {
            case NOTHING -> 1;
            case BEGUN -> journey.verified && kill.deeds.contains("/" + journey.pair + "/" + call) ? 0 : 1;
            case ACCEPTED, DONE -> 0;
        };
    }

    private static Known known(Kill kill, Journey journey, String call) {
        boolean back = call.endsWith(back(""));
        String stage = back ? call.substring(0, call.length() - back("").length()) : call;
        return kill.journals.get(journey.pair).of(back ? 2 : 1, stage);
    }
}
