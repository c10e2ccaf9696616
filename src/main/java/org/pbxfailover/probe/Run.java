package org.pbxfailover.probe;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;

/**
 * One run of the route {@code probe}, from its first to its last step.
 *
 * @param asker the message that the asker had on the exchange; it is put back in the end
 * @param finding what was found without HTTP
 */
record Run(Question question, Moment began, long deadline, Message asker, Optional<Finding> finding) {
    static final String PROPERTY = "probeRun";

    static Optional<Run> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof Run run ? Optional.of(run) : Optional.empty();
    }

    boolean keepsBody() {
        return question.contains().isPresent();
    }

    Run found(Finding now) {
        return new Run(question, began, deadline, asker, Optional.of(now));
    }
}
