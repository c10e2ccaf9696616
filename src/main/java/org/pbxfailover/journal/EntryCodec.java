package org.pbxfailover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Reply;

/**
 * Entries to rows and back. Written out by hand: what is on disk must not change because somebody renames a record component. Reading is
 * strict, since a journal of which only a part is understood is not understood.
 */
final class EntryCodec {
    private EntryCodec() {}

    static TableRow encode(Entry entry) {
        ObjectNode detail = Json.object();
        if (entry instanceof Entry.EpochOpened e) {
            detail.put("kind", e.kind().label()).put("sentence", e.sentence());
            detail.set("evidence", EvidenceCodec.encode(e.evidence()));
            return row(e, "epoch-opened", Optional.of(e.epoch()), detail);
        } else if (entry instanceof Entry.CallBegun e) {
            if (!e.actions().isEmpty()) { // older journals do not have them
                detail.put("actions", e.actions());
            }
            return call(e, "call-begun", e.epoch(), e.stage(), e.action(), Optional.of(e.attempt()), detail);
        } else if (entry instanceof Entry.CallAnswered e) {
            detail.put("accepted", e.reply() == Reply.ACCEPTED).put("detail", e.detail());
            unheard(e.reply()).ifPresent(word -> detail.put("reply", word));
            return call(e, "call-answered", e.epoch(), e.stage(), e.action(), Optional.of(e.attempt()), detail);
        } else if (entry instanceof Entry.ActionDone e) {
            detail.put("detail", e.detail());
            return call(e, "action-done", e.epoch(), e.stage(), e.action(), Optional.empty(), detail);
        } else if (entry instanceof Entry.AttemptFailed e) {
            detail.put("detail", e.detail());
            return call(e, "attempt-failed", e.epoch(), e.stage(), e.action(), Optional.of(e.attempt()), detail);
        } else if (entry instanceof Entry.ActionGivenUp e) {
            detail.put("detail", e.detail());
            return call(e, "action-given-up", e.epoch(), e.stage(), e.action(), Optional.empty(), detail);
        } else if (entry instanceof Entry.EpochClosed e) {
            detail.put("outcome", label(e.outcome())).put("sentence", e.sentence());
            return row(e, "epoch-closed", Optional.of(e.epoch()), detail);
        } else if (entry instanceof Entry.PrimaryDown e) {
            return row(e, "primary-down", Optional.of(e.epoch()), detail.put("detail", e.detail()));
        } else if (entry instanceof Entry.OldValue e) {
            return row(
                    e,
                    "old-value",
                    Optional.of(e.epoch()),
                    detail.put("of", e.of()).put("value", e.value()));
        } else if (entry instanceof Entry.WouldHave e) {
            detail.put("sentence", e.sentence());
            detail.set("evidence", EvidenceCodec.encode(e.evidence()));
            return row(e, "would-have", Optional.empty(), detail);
        } else if (entry instanceof Entry.MaintenanceBegan e) {
            detail.put("until", e.until().toString()).put("by", e.by());
            return row(e, "maintenance-began", Optional.empty(), detail);
        } else if (entry instanceof Entry.MaintenanceEnded e) {
            return row(e, "maintenance-ended", Optional.empty(), detail.put("by", e.by()));
        } else if (entry instanceof Entry.HoldBegan e) {
            return row(e, "hold-began", Optional.empty(), detail.put("by", e.by()));
        } else if (entry instanceof Entry.Released e) {
            return row(e, "released", Optional.empty(), detail.put("by", e.by()));
        } else if (entry instanceof Entry.DrillBegan e) {
            detail.put("live", e.live()).put("by", e.by());
            return row(e, "drill-began", Optional.of(e.epoch()), detail);
        } else if (entry instanceof Entry.DrillEnded e) {
            detail.put("passed", e.passed()).put("sentence", e.sentence());
            detail.set("findings", DrillCodec.encode(e.findings()));
            return row(e, "drill-ended", Optional.empty(), detail);
        } else if (entry instanceof Entry.Acknowledged e) {
            return row(e, "acknowledged", Optional.empty(), detail.put("by", e.by()));
        }
        throw new JournalException(
                "The journal has no form for an entry of " + entry.getClass().getSimpleName() + ".");
    }

    /** @throws JournalException with a phrase that says what is not understood */
    static Entry decode(TableRow row) {
        try {
            Json.Fields detail = Json.fields(row.detail());
            Entry entry = decode(row, detail);
            detail.nothingLeft();
            // Columns that do not belong to this kind, or a text that is written in another way, show here.
            if (!encode(entry).equals(row)) {
                throw new JournalException("a row of kind " + row.kind() + " has columns of another kind");
            }
            return entry;
        } catch (JsonProcessingException | DateTimeException e) {
            throw new JournalException("a row of kind " + row.kind() + " is not well-formed", e);
        }
    }

    private static Entry decode(TableRow r, Json.Fields d) {
        String pair = r.pair();
        Instant at = Instant.parse(r.at());
        return switch (r.kind()) {
            case "epoch-opened" ->
                new Entry.EpochOpened(
                        pair,
                        at,
                        epoch(r),
                        kind(d.text("kind")),
                        d.text("sentence"),
                        EvidenceCodec.decode(d.node("evidence")));
            case "call-begun" ->
                new Entry.CallBegun(
                        pair, at, epoch(r), stage(r), action(r), attempt(r), d.has("actions") ? d.text("actions") : "");
            case "call-answered" ->
                new Entry.CallAnswered(pair, at, epoch(r), stage(r), action(r), attempt(r), reply(d), d.text("detail"));
            case "action-done" -> new Entry.ActionDone(pair, at, epoch(r), stage(r), action(r), d.text("detail"));
            case "attempt-failed" ->
                new Entry.AttemptFailed(pair, at, epoch(r), stage(r), action(r), attempt(r), d.text("detail"));
            case "action-given-up" ->
                new Entry.ActionGivenUp(pair, at, epoch(r), stage(r), action(r), d.text("detail"));
            case "epoch-closed" ->
                new Entry.EpochClosed(pair, at, epoch(r), outcome(d.text("outcome")), d.text("sentence"));
            case "primary-down" -> new Entry.PrimaryDown(pair, at, epoch(r), d.text("detail"));
            case "old-value" -> new Entry.OldValue(pair, at, epoch(r), d.text("of"), d.text("value"));
            case "would-have" ->
                new Entry.WouldHave(pair, at, d.text("sentence"), EvidenceCodec.decode(d.node("evidence")));
            case "maintenance-began" ->
                new Entry.MaintenanceBegan(pair, at, Instant.parse(d.text("until")), d.text("by"));
            case "maintenance-ended" -> new Entry.MaintenanceEnded(pair, at, d.text("by"));
            case "hold-began" -> new Entry.HoldBegan(pair, at, d.text("by"));
            case "released" -> new Entry.Released(pair, at, d.text("by"));
            case "drill-began" -> new Entry.DrillBegan(pair, at, epoch(r), d.bool("live"), d.text("by"));
            case "drill-ended" ->
                new Entry.DrillEnded(
                        pair, at, d.bool("passed"), d.text("sentence"), DrillCodec.decode(d.node("findings")));
            case "acknowledged" -> new Entry.Acknowledged(pair, at, d.text("by"));
            default -> throw new JournalException("the kind of entry '" + r.kind() + "' is not known to this version");
        };
    }

    private static TableRow row(Entry entry, String kind, Optional<Long> epoch, JsonNode detail) {
        return new TableRow(
                Json.storable(entry.pair()),
                entry.at().toString(),
                kind,
                epoch,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.write(detail));
    }

    private static TableRow call(
            Entry entry,
            String kind,
            long epoch,
            String stage,
            int action,
            Optional<Integer> attempt,
            JsonNode detail) {
        return new TableRow(
                Json.storable(entry.pair()),
                entry.at().toString(),
                kind,
                Optional.of(epoch),
                Optional.of(Json.storable(stage)),
                Optional.of(action),
                attempt,
                Json.write(detail));
    }

    private static long epoch(TableRow row) {
        return row.epoch().orElseThrow(() -> missing(row, "epoch"));
    }

    private static String stage(TableRow row) {
        return row.stage().orElseThrow(() -> missing(row, "stage"));
    }

    private static int action(TableRow row) {
        return row.action().orElseThrow(() -> missing(row, "action"));
    }

    private static int attempt(TableRow row) {
        return row.attempt().orElseThrow(() -> missing(row, "attempt"));
    }

    private static JournalException missing(TableRow row, String column) {
        return new JournalException("a row of kind " + row.kind() + " has no " + column);
    }

    /** The word for an answer that was not heard; older journals have none, and take it for a no. */
    private static Optional<String> unheard(Reply reply) {
        return switch (reply) {
            case ACCEPTED, REFUSED -> Optional.empty();
            case BROKEN_OFF -> Optional.of("broken-off");
            case NONE -> Optional.of("none");
        };
    }

    private static Reply reply(Json.Fields detail) {
        boolean accepted = detail.bool("accepted");
        if (!detail.has("reply")) {
            return accepted ? Reply.ACCEPTED : Reply.REFUSED;
        }
        return switch (detail.text("reply")) {
            case "broken-off" -> Reply.BROKEN_OFF;
            case "none" -> Reply.NONE;
            default ->
                throw new JournalException("the reply '" + detail.text("reply") + "' is not known to this version");
        };
    }

    private static EpochKind kind(String label) {
        for (EpochKind kind : EpochKind.values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new JournalException("the kind of epoch '" + label + "' is not known to this version");
    }

    private static Entry.Outcome outcome(String label) {
        for (Entry.Outcome outcome : Entry.Outcome.values()) {
            if (label(outcome).equals(label)) {
                return outcome;
            }
        }
        throw new JournalException("the outcome '" + label + "' is not known to this version");
    }

    private static String label(Entry.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
