package org.pbxfailover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.core.DrillFinding;

/** What a drill found to JSON and back, as strict as {@link EntryCodec}. */
final class DrillCodec {
    private DrillCodec() {}

    static ArrayNode encode(List<DrillFinding> findings) {
        ObjectNode holder = Json.object();
        ArrayNode list = holder.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("name", finding.name())
                .put("passed", finding.passed())
                .put("detail", finding.detail())
                .put("took", finding.took().toString()));
        return list;
    }

    static List<DrillFinding> decode(JsonNode node) {
        if (!node.isArray()) {
            throw new JournalException("a drill has no list of findings");
        }
        List<DrillFinding> findings = new ArrayList<>();
        node.forEach(element -> findings.add(finding(Json.fields(element))));
        return findings;
    }

    private static DrillFinding finding(Json.Fields fields) {
        DrillFinding finding = new DrillFinding(
                fields.text("name"), fields.bool("passed"), fields.text("detail"), Duration.parse(fields.text("took")));
        fields.nothingLeft();
        return finding;
    }
}
