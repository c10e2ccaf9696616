package org.pbxfailover.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.SecondOpinion;
import org.pbxfailover.operator.CareView;
import org.pbxfailover.operator.DecisionView;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.Precondition;
import org.pbxfailover.operator.StageView;
import org.pbxfailover.operator.Testimony;

/**
 * What the API's JSON looks like, written out: scripts hold on to it, so it must not change because a record did. Times are ISO 8601,
 * durations milliseconds; what there is not is left out, lists are always there.
 */
final class ApiJson {
    private ApiJson() {}

    static Map<String, Object> pair(PairView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", view.name());
        json.put("mode", view.mode());
        json.put("state", view.state());
        json.put("since", view.since().toString());
        json.put("sentence", view.sentence());
        view.epoch().ifPresent(epoch -> json.put("epoch", epoch));
        json.put("failures", view.failures());
        json.put("needed-failures", view.neededFailures());
        json.put("ready", view.ready());
        json.put("not-ready", view.notReady());
        put(json, "not-ready-since", view.notReadySince().map(Object::toString));
        json.put("alarms", view.alarms());
        put(json, "primary", view.primary().map(ApiJson::probe));
        put(json, "secondary", view.secondary().map(ApiJson::probe));
        json.put("stages", view.stages().stream().map(ApiJson::stage).toList());
        put(json, "maintenance-until", view.maintenanceUntil().map(Object::toString));
        json.put("on-hold", view.onHold());
        view.suspendedBy().ifPresent(by -> json.put("suspended-by", by));
        if (!view.failback().isEmpty()) {
            json.put(
                    "failback-preconditions",
                    view.failback().stream().map(ApiJson::precondition).toList());
        }
        put(json, "drill", view.drill().map(ApiJson::drill));
        return json;
    }

    private static Map<String, Object> precondition(Precondition precondition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", precondition.name());
        json.put("holds", precondition.holds());
        json.put("detail", precondition.detail());
        return json;
    }

    private static Map<String, Object> drill(DrillView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("began", view.began().toString());
        json.put("live", view.live());
        json.put("by", view.by());
        view.ended().ifPresent(result -> {
            json.put("ended", result.at().toString());
            json.put("passed", result.passed());
            json.put("sentence", result.sentence());
            json.put(
                    "findings", result.findings().stream().map(ApiJson::finding).toList());
        });
        return json;
    }

    private static Map<String, Object> finding(DrillFinding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", finding.name());
        json.put("passed", finding.passed());
        json.put("detail", finding.detail());
        json.put("took-millis", finding.took().toMillis());
        return json;
    }

    static Map<String, Object> history(String pair, List<EpochView> epochs, List<CareView> cares) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pair", pair);
        json.put("epochs", epochs.stream().map(ApiJson::epoch).toList());
        json.put(
                "orders",
                cares.stream()
                        .map(care -> Map.of("at", care.at().toString(), "sentence", care.sentence()))
                        .toList());
        return json;
    }

    static Map<String, Object> epoch(EpochView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", view.epoch());
        json.put("kind", view.kind());
        json.put("outcome", view.outcome());
        json.put("opened", view.opened().toString());
        put(json, "closed", view.closed().map(Object::toString));
        json.put("sentence", view.sentence());
        json.put("evidence", evidence(view.evidence()));
        json.put("stages", view.stages().stream().map(ApiJson::stage).toList());
        if (!view.ending().isEmpty()) {
            json.put("ending", view.ending());
        }
        return json;
    }

    /** @param epoch and {@code decision}: at least one of both */
    static Map<String, Object> explanation(Optional<EpochView> epoch, Optional<DecisionView> decision) {
        Map<String, Object> json = epoch.map(ApiJson::epoch).orElseGet(LinkedHashMap::new);
        put(json, "decision", decision.map(ApiJson::decision));
        return json;
    }

    private static Map<String, Object> decision(DecisionView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", view.at().toString());
        json.put("sentence", view.sentence());
        json.put("evidence", evidence(view.evidence()));
        return json;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("failed", evidence.failed().stream().map(ApiJson::probe).toList());
        json.put("outside", evidence.outside().stream().map(ApiJson::answer).toList());
        json.put("opinions", evidence.opinions().stream().map(ApiJson::opinion).toList());
        put(json, "last", evidence.last().map(ApiJson::probe));
        return json;
    }

    private static Map<String, Object> probe(Probe probe) {
        Optional<String> failure = probe.finding() instanceof Finding.Failed failed
                ? Optional.of(failed.failure().label())
                : Optional.empty();
        return probe(new ProbeView(
                probe.began().wall(),
                probe.took().toMillis(),
                probe.alive(),
                failure,
                probe.finding().phrase()));
    }

    static Map<String, Object> testimony(Testimony.Seen seen) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", seen.url());
        json.put("mode", seen.mode());
        json.putAll(probe(seen.probe()));
        json.put("alive", seen.alive());
        return json;
    }

    private static Map<String, Object> probe(ProbeView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", view.at().toString());
        json.put("took-millis", view.tookMillis());
        json.put("alive", view.alive());
        put(json, "failure", view.failure());
        json.put("phrase", view.phrase());
        return json;
    }

    private static Map<String, Object> answer(OutsideAnswer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", answer.host());
        json.put("answered", answer.answered());
        json.put("detail", answer.detail());
        json.put("took-millis", answer.took().toMillis());
        return json;
    }

    private static Map<String, Object> opinion(SecondOpinion opinion) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", opinion.by());
        json.put("alive", opinion.alive());
        json.put("detail", opinion.detail());
        return json;
    }

    private static Map<String, Object> stage(StageView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", view.stage());
        json.put("state", view.state());
        json.put("attempts", view.attempts());
        json.put("began", view.began().toString());
        put(json, "ended", view.ended().map(Object::toString));
        json.put("detail", view.detail());
        return json;
    }

    private static void put(Map<String, Object> json, String key, Optional<?> value) {
        value.ifPresent(present -> json.put(key, present));
    }
}
