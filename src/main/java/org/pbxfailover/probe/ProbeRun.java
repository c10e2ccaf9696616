package org.pbxfailover.probe;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;

/**
 * One run of the route {@code probe}, from its first to its last step.
 *
 * @param asker what is put back in the end
 * @param finding what was found without HTTP
 */
record ProbeRun(Question question, Moment began, long deadline, Asker asker, Optional<Finding> finding) {
    static final String PROPERTY = "probeRun";

    /** Which addresses of the host did not let us in, to be put behind a good answer; a text that is often empty. */
    static final String ASIDE = "probeAside";

    static Optional<ProbeRun> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof ProbeRun run ? Optional.of(run) : Optional.empty();
    }

    /** What the asker had on the exchange before: its message, and the deadline of its other requests. */
    record Asker(Message message, Optional<Object> deadline) {
        static Asker of(Exchange exchange) {
            return new Asker(exchange.getMessage(), Optional.ofNullable(exchange.getProperty(Deadline.PROPERTY)));
        }

        void restore(Exchange exchange) {
            exchange.setMessage(message);
            deadline.ifPresent(before -> exchange.setProperty(Deadline.PROPERTY, before));
        }
    }

    boolean keepsBody() {
        return question.rule().readsBody();
    }

    ProbeRun found(Finding now) {
        return new ProbeRun(question, began, deadline, asker, Optional.of(now));
    }
}
