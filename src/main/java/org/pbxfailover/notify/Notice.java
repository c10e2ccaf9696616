package org.pbxfailover.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a receiver is told in one message. Immutable. */
public sealed interface Notice {

    /** The name of the robot that tells it. */
    String robot();

    /** What happened, in one short phrase: the subject of a mail. */
    String headline();

    /** What the webhook posts; {@code docs/notifications.md} describes it. */
    Map<String, Object> json();

    /** What the placeholders of an action stand for. */
    Map<String, String> placeholders();

    /**
     * One event of one pair.
     *
     * @param event by its name in the contract
     * @param state the word of the state after it
     * @param epoch the number of the newest epoch, 0 before the first
     * @param at when, as ISO 8601 in UTC
     * @param report the file that tells the whole story, on the robot's host
     */
    record Single(
            String robot,
            String pair,
            String event,
            String state,
            long epoch,
            String sentence,
            String at,
            Optional<String> report)
            implements Notice {

        @Override
        public String headline() {
            return "[" + pair + "] " + event + ": " + sentence;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("robot", robot);
            json.put("pair", pair);
            json.put("event", event);
            json.put("state", state);
            json.put("epoch", epoch);
            json.put("sentence", sentence);
            json.put("at", at);
            report.ifPresent(file -> json.put("report", file));
            return json;
        }

        @Override
        public Map<String, String> placeholders() {
            return Map.of(
                    "pair",
                    pair,
                    "epoch",
                    String.valueOf(epoch),
                    "stage",
                    state,
                    "reason",
                    sentence,
                    "primary",
                    "",
                    "secondary",
                    "");
        }
    }

    /**
     * What came in too fast to be told one by one.
     *
     * @param listed the first of each event, in the order in which they came
     * @param counts how many there were of each event, listed or not; the event that came first is first
     * @param pairs how many pairs they are about
     */
    record Digest(String robot, List<Single> listed, Map<String, Integer> counts, int pairs) implements Notice {
        /** The event's name in JSON, where that of a single notification stands. */
        static final String EVENT = "digest";

        int total() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** How many are counted and not listed. */
        int more() {
            return total() - listed.size();
        }

        /** The rarest event first: it would drown otherwise. */
        List<String> rarestFirst() {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
        }

        String sentence() {
            return total() + " notifications about " + pairs + (pairs == 1 ? " pair: " : " pairs: ")
                    + String.join(
                            ", ",
                            rarestFirst().stream()
                                    .map(event -> counts.get(event) + " " + event)
                                    .toList());
        }

        @Override
        public String headline() {
            return "[" + robot + "] " + sentence();
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("robot", robot);
            json.put("event", EVENT);
            json.put("sentence", sentence());
            json.put("from", listed.get(0).at());
            json.put("at", listed.get(listed.size() - 1).at());
            json.put("counts", counts);
            json.put("notifications", listed.stream().map(Single::json).toList());
            json.put("more", more());
            return json;
        }

        @Override
        public Map<String, String> placeholders() {
            return Map.of(
                    "pair",
                    pairs == 1 ? listed.get(0).pair() : pairs + " pairs",
                    "epoch",
                    "",
                    "stage",
                    EVENT,
                    "reason",
                    sentence(),
                    "primary",
                    "",
                    "secondary",
                    "");
        }
    }
}
