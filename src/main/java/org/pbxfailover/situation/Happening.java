package org.pbxfailover.situation;

import java.time.Duration;
import java.util.Optional;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Rules;

/** What happened at a step of a story. */
public sealed interface Happening {
    /** As it is told, like in the file. */
    String words();

    /** Only time went by. */
    record Nothing() implements Happening {
        @Override
        public String words() {
            return "";
        }
    }

    /** A poll of the primary ended; it was begun {@code took} before. */
    record Polled(Finding finding, Duration took) implements Happening {
        @Override
        public String words() {
            return "probe: " + finding.phrase();
        }
    }

    /**
     * The last probe of a confirmation ended.
     *
     * @param round of which confirmation, counted from the last start; empty: the newest
     */
    record LastProbed(Finding finding, Duration took, Optional<Long> round) implements Happening {
        @Override
        public String words() {
            return "last probe: " + finding.phrase();
        }
    }

    /** An outside host answered, or did not. */
    record OutsideAsked(String host, Finding finding, Optional<Long> round) implements Happening {
        @Override
        public String words() {
            return "outside " + host + ": " + finding.phrase();
        }
    }

    /** Somebody else said whether the primary is alive. */
    record OpinionAsked(String by, Finding finding, Optional<Long> round) implements Happening {
        @Override
        public String words() {
            return "opinion " + by + ": " + finding.phrase();
        }
    }

    /** A person ordered something. */
    record Ordered(String words, Event.Order order) implements Happening {}

    /** The robot itself did not run for that long, until this moment. */
    record Away(String words, Duration time) implements Happening {}

    /** A pass of the open epoch broke off, as the one before it did. */
    record BrokenOff(String detail) implements Happening {
        @Override
        public String words() {
            return "route fails: " + detail;
        }
    }

    /**
     * The robot was started again.
     *
     * @param rules from then on
     * @param distrust why its journal cannot be trusted; empty: it can
     */
    record Restarted(String words, Rules rules, Optional<String> distrust) implements Happening {}

    /**
     * Something in the open epoch.
     *
     * @param epoch of which epoch; empty: the open one
     */
    record Staged(ActionKey key, Doing doing, String detail, Optional<Long> epoch) implements Happening {
        @Override
        public String words() {
            String name = key.action() == 1 ? key.stage() : key.stage() + " " + key.action();
            return name + ": " + doing.label() + (doing == Doing.BEGINS ? "" : " (" + detail + ")");
        }
    }

    /** What happened with an action. */
    enum Doing {
        /** It is about to be called. */
        BEGINS("begins", ""),
        /** The call came back, and was accepted. */
        ACCEPTED("accepted", "200 OK"),
        /** The call came back and was not accepted, or could not be made. */
        FAILED("failed", "500 Internal Server Error"),
        /** The call broke off after it was sent. */
        BROKEN_OFF("broken off", "reset: connection reset"),
        /** The call had no answer by its deadline. */
        UNANSWERED("unanswered", "timeout: no answer within 5 s"),
        /** Its effect was looked at and is there. */
        SEEN("seen", "200 OK"),
        /** Its effect was looked at and is not there. */
        NOT_SEEN("not seen", "not there yet"),
        /** Its effect was looked at, and the look had no answer. */
        UNKNOWN("unknown", "timeout: no answer within 5 s");

        private final String label;
        private final String detail;

        Doing(String label, String detail) {
            this.label = label;
            this.detail = detail;
        }

        String label() {
            return label;
        }

        /** What is said where the file gives no words. */
        String detail() {
            return detail;
        }
    }
}
