package org.pbxfailover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.operator.CareView;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.Precondition;
import org.pbxfailover.operator.StageView;

/** The API's JSON as records. What an older or newer robot leaves out is empty; what cannot be left out is asked for by a sentence. */
final class FromJson {
    private FromJson() {}

    /** One epoch as the API shows it. */
    record Epoch(
            long number,
            String kind,
            Instant opened,
            String sentence,
            Evidence evidence,
            List<StageView> stages,
            String outcome,
            Optional<Instant> closed,
            String ending) {

        boolean open() {
            return outcome.equals("open");
        }
    }

    /** What was decided without opening an epoch. */
    record Decided(Instant at, String sentence, Evidence evidence) {}

    /** What a decision rested on. */
    record Evidence(List<ProbeView> failed, List<Outside> outside, List<Opinion> opinions, Optional<ProbeView> last) {}

    /** What one outside host said. */
    record Outside(String host, boolean answered, String detail, long tookMillis) {}

    /** What somebody else said of the primary. */
    record Opinion(String by, boolean alive, String detail) {}

    static List<PairView> pairs(JsonNode answer) {
        return list(answer.path("pairs"), FromJson::pair);
    }

    static PairView pair(JsonNode json) {
        return new PairView(
                text(json, "name"),
                json.path("mode").asText("live"),
                text(json, "state"),
                instant(json, "since"),
                json.path("sentence").asText(""),
                json.path("epoch").isIntegralNumber()
                        ? OptionalLong.of(json.path("epoch").longValue())
                        : OptionalLong.empty(),
                json.path("failures").asInt(0),
                json.path("needed-failures").asInt(0),
                optional(json.path("primary")).map(FromJson::probe),
                optional(json.path("secondary")).map(FromJson::probe),
                list(json.path("alarms"), JsonNode::asText),
                list(json.path("not-ready"), JsonNode::asText),
                optional(json.path("not-ready-since")).map(since -> instant(json, "not-ready-since")),
                list(json.path("stages"), FromJson::stage),
                optional(json.path("maintenance-until")).map(until -> instant(json, "maintenance-until")),
                json.path("on-hold").asBoolean(),
                optional(json.path("suspended-by")).map(JsonNode::asText),
                list(json.path("failback-preconditions"), FromJson::precondition),
                optional(json.path("drill")).map(FromJson::drill));
    }

    private static Precondition precondition(JsonNode json) {
        return new Precondition(
                text(json, "name"),
                json.path("holds").asBoolean(),
                json.path("detail").asText(""));
    }

    private static DrillView drill(JsonNode json) {
        Optional<DrillView.Result> result = optional(json.path("ended"))
                .map(ended -> new DrillView.Result(
                        instant(json, "ended"),
                        json.path("passed").asBoolean(),
                        json.path("sentence").asText(""),
                        list(json.path("findings"), FromJson::finding)));
        return new DrillView(
                instant(json, "began"),
                json.path("live").asBoolean(),
                json.path("by").asText(""),
                result);
    }

    private static DrillFinding finding(JsonNode json) {
        return new DrillFinding(
                text(json, "name"),
                json.path("passed").asBoolean(),
                json.path("detail").asText(""),
                Duration.ofMillis(json.path("took-millis").asLong()));
    }

    static List<Epoch> history(JsonNode answer) {
        return list(answer.isArray() ? answer : answer.path("epochs"), FromJson::epoch);
    }

    /** What people did beside epochs, the newest first. */
    static List<CareView> cares(JsonNode answer) {
        return list(
                answer.path("orders"),
                care -> new CareView(instant(care, "at"), care.path("sentence").asText("")));
    }

    static Epoch epoch(JsonNode json) {
        return new Epoch(
                json.path("epoch").asLong(),
                text(json, "kind"),
                instant(json, "opened"),
                json.path("sentence").asText(""),
                evidence(json.path("evidence")),
                list(json.path("stages"), FromJson::stage),
                json.path("outcome").asText("open"),
                optional(json.path("closed")).map(closed -> instant(json, "closed")),
                json.path("ending").asText(""));
    }

    /** The epoch of an explanation; empty: the pair was never switched. */
    static Optional<Epoch> explained(JsonNode json) {
        return json.has("epoch") ? Optional.of(epoch(json)) : Optional.empty();
    }

    /** What was decided since the newest epoch without opening another. */
    static Optional<Decided> decided(JsonNode json) {
        return optional(json.path("decision"))
                .map(decision -> new Decided(
                        instant(decision, "at"),
                        decision.path("sentence").asText(""),
                        evidence(decision.path("evidence"))));
    }

    private static Evidence evidence(JsonNode json) {
        return new Evidence(
                list(json.path("failed"), FromJson::probe),
                list(json.path("outside"), FromJson::outside),
                list(json.path("opinions"), FromJson::opinion),
                optional(json.path("last")).map(FromJson::probe));
    }

    private static ProbeView probe(JsonNode json) {
        return new ProbeView(
                instant(json, "at"),
                json.path("took-millis").asLong(),
                json.path("alive").asBoolean(),
                optional(json.path("failure")).map(JsonNode::asText),
                json.path("phrase").asText(""));
    }

    private static Outside outside(JsonNode json) {
        return new Outside(
                text(json, "host"),
                json.path("answered").asBoolean(),
                json.path("detail").asText(""),
                json.path("took-millis").asLong());
    }

    private static Opinion opinion(JsonNode json) {
        return new Opinion(
                text(json, "by"),
                json.path("alive").asBoolean(),
                json.path("detail").asText(""));
    }

    private static StageView stage(JsonNode json) {
        return new StageView(
                text(json, "stage"),
                text(json, "state"),
                json.path("attempts").asInt(),
                instant(json, "began"),
                optional(json.path("ended")).map(ended -> instant(json, "ended")),
                json.path("detail").asText(""));
    }

    private static Optional<JsonNode> optional(JsonNode json) {
        return json.isMissingNode() || json.isNull() ? Optional.empty() : Optional.of(json);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        List<T> all = new ArrayList<>();
        array.forEach(one -> all.add(each.apply(one)));
        return List.copyOf(all);
    }

    private static String text(JsonNode json, String key) {
        return optional(json.path(key)).map(JsonNode::asText).orElseThrow(() -> notUnderstood(key));
    }

    private static Instant instant(JsonNode json, String key) {
        try {
            return Instant.parse(text(json, key));
        } catch (DateTimeParseException e) {
            throw notUnderstood(key);
        }
    }

    private static CommandFailure notUnderstood(String key) {
        return CommandFailure.refused("The robot's answer has no '" + key
                + "' that this command understands: use the pbx-failover of the same version as the robot's.");
    }
}
