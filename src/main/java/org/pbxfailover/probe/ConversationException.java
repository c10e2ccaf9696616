package org.pbxfailover.probe;

import java.io.IOException;
import org.pbxfailover.core.FailureClass;

/** Why a conversation in a protocol other than HTTP did not come to a good end, in a class and in words that {@link Classify} takes over. */
public final class ConversationException extends IOException {
    private static final long serialVersionUID = 1;

    private final FailureClass failure;

    /**
     * @param detail for people; secrets that it may hold are taken out later
     */
    public ConversationException(FailureClass failure, String detail) {
        super(detail);
        this.failure = failure;
    }

    FailureClass failure() {
        return failure;
    }
}
