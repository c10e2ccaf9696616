package org.pbxfailover.situation;

import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Reply;

/** Entries of the journal in words that need no quotes in YAML. */
final class EntryWords {
    private EntryWords() {}

    static String of(Entry entry) {
        if (entry instanceof Entry.OfAction ofAction) {
            return action(ofAction) + said(ofAction);
        }
        if (entry instanceof Entry.EpochOpened opened) {
            return "epoch " + opened.epoch() + " opens (" + opened.kind().label() + ")";
        }
        if (entry instanceof Entry.EpochClosed closed) {
            return "epoch " + closed.epoch() + " ends ("
                    + (closed.outcome() == Entry.Outcome.COMPLETED ? "completed" : "abandoned") + ")";
        }
        if (entry instanceof Entry.PrimaryDown) {
            return "the primary is down";
        }
        if (entry instanceof Entry.MaintenanceBegan began) {
            return "maintenance begins (" + began.by() + ")";
        }
        return entry instanceof Entry.Acknowledged acknowledged
                ? "alarms acknowledged (" + acknowledged.by() + ")"
                : "maintenance ends (" + ((Entry.MaintenanceEnded) entry).by() + ")";
    }

    private static String action(Entry.OfAction entry) {
        return entry.action() == 1 ? entry.stage() : entry.stage() + " " + entry.action();
    }

    private static String said(Entry.OfAction entry) {
        if (entry instanceof Entry.CallBegun begun) {
            return " call " + begun.attempt() + " begins";
        }
        if (entry instanceof Entry.CallAnswered answered) {
            return " call " + answered.attempt() + said(answered.reply());
        }
        if (entry instanceof Entry.AttemptFailed failed) {
            return " call " + failed.attempt() + " had no effect";
        }
        return entry instanceof Entry.ActionDone ? " is done" : " is given up";
    }

    private static String said(Reply reply) {
        return switch (reply) {
            case ACCEPTED -> " is accepted";
            case REFUSED -> " failed";
            case BROKEN_OFF -> " broke off";
            case NONE -> " has no answer";
        };
    }
}
