package org.pbxfailover.journal;

/** The state directory or a file in it cannot be used. The message is one sentence for a person, without secrets. */
public class StateException extends RuntimeException {
    public StateException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public StateException(String sentence) {
        super(sentence);
    }

    /** Another robot has it. */
    static final class Taken extends StateException {
        private static final long serialVersionUID = 1;

        Taken(String sentence) {
            super(sentence);
        }
    }
}
