package org.pbxfailover.camel;

import java.time.Duration;
import org.apache.camel.ProducerTemplate;

/**
 * One thing that is to be tried.
 *
 * @param pair whose it is
 * @param what how the report calls it
 * @param timeout it comes to an end by then
 * @param way how it is tried
 */
record Part(String pair, String what, Duration timeout, Way way) {

    /** How something is tried: safe on any thread, and whatever goes wrong is an outcome. */
    interface Way {
        Outcome go(ProducerTemplate template);
    }

    /**
     * @param found without secrets
     */
    record Outcome(boolean answers, Duration took, String found) {
        /** Where nobody had to be asked. */
        static Outcome at(boolean answers, String found) {
            return new Outcome(answers, Duration.ZERO, found);
        }
    }
}
