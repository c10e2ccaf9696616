package org.pbxfailover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.SecondOpinion;

/** Evidence to JSON and back, as strict as {@link EntryCodec}. */
final class EvidenceCodec {
    private EvidenceCodec() {}

    static ObjectNode encode(Evidence evidence) {
        ObjectNode node = Json.object();
        ArrayNode failed = node.putArray("failed");
        evidence.failed().forEach(probe -> failed.add(probe(probe)));
        ArrayNode outside = node.putArray("outside");
        evidence.outside().forEach(answer -> outside.add(outside(answer)));
        if (!evidence.opinions().isEmpty()) {
            ArrayNode opinions = node.putArray("opinions");
            evidence.opinions().forEach(opinion -> opinions.add(opinion(opinion)));
        }
        evidence.last().ifPresent(probe -> node.set("last", probe(probe)));
        return node;
    }

    static Evidence decode(JsonNode node) {
        Json.Fields fields = Json.fields(node);
        Evidence evidence = new Evidence(
                list(fields.node("failed"), EvidenceCodec::probe),
                list(fields.node("outside"), EvidenceCodec::outside),
                fields.has("opinions") ? list(fields.node("opinions"), EvidenceCodec::opinion) : List.of(),
                fields.has("last") ? Optional.of(probe(fields.node("last"))) : Optional.empty());
        fields.nothingLeft();
        return evidence;
    }

    /** The nanoseconds mean something only within the process that wrote them; they are kept so that nothing is lost. */
    private static ObjectNode probe(Probe probe) {
        ObjectNode node = Json.object()
                .put("began", probe.began().wall().toString())
                .put("nanos", probe.began().nanos())
                .put("took", probe.took().toString());
        if (probe.finding() instanceof Finding.Failed failed) {
            node.put("failure", failed.failure().label()).put("detail", failed.detail());
        } else {
            node.put("alive", probe.finding().phrase());
        }
        return node;
    }

    private static Probe probe(JsonNode node) {
        Json.Fields fields = Json.fields(node);
        Moment began = new Moment(fields.number("nanos"), Instant.parse(fields.text("began")));
        Finding finding = fields.has("alive")
                ? new Finding.Alive(fields.text("alive"))
                : new Finding.Failed(failure(fields.text("failure")), fields.text("detail"));
        Probe probe = new Probe(began, Duration.parse(fields.text("took")), finding);
        fields.nothingLeft();
        return probe;
    }

    private static ObjectNode outside(OutsideAnswer answer) {
        return Json.object()
                .put("host", answer.host())
                .put("answered", answer.answered())
                .put("detail", answer.detail())
                .put("took", answer.took().toString());
    }

    private static OutsideAnswer outside(JsonNode node) {
        Json.Fields fields = Json.fields(node);
        OutsideAnswer answer = new OutsideAnswer(
                fields.text("host"),
                fields.bool("answered"),
                fields.text("detail"),
                Duration.parse(fields.text("took")));
        fields.nothingLeft();
        return answer;
    }

    private static ObjectNode opinion(SecondOpinion opinion) {
        return Json.object()
                .put("by", opinion.by())
                .put("alive", opinion.alive())
                .put("detail", opinion.detail());
    }

    private static SecondOpinion opinion(JsonNode node) {
        Json.Fields fields = Json.fields(node);
        SecondOpinion opinion = new SecondOpinion(fields.text("by"), fields.bool("alive"), fields.text("detail"));
        fields.nothingLeft();
        return opinion;
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> each) {
        if (!node.isArray()) {
            throw new JournalException("the evidence has no list where one belongs");
        }
        List<T> values = new ArrayList<>();
        node.forEach(element -> values.add(each.apply(element)));
        return values;
    }

    private static FailureClass failure(String label) {
        for (FailureClass failure : FailureClass.values()) {
            if (failure.label().equals(label)) {
                return failure;
            }
        }
        throw new JournalException("the class of failure '" + label + "' is not known to this version");
    }
}
