package org.pbxfailover.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The conversion word {@code %about}: {@code pair state} from the event's context, as far as it has them; a dash otherwise. */
public final class ContextConverter extends ClassicConverter {

    /** MDC key: the pair that an event is about. */
    public static final String PAIR = "pair";

    /** MDC key: the state of that pair. */
    public static final String STATE = "state";

    @Override
    public String convert(ILoggingEvent event) {
        String pair = Printable.oneLine(event.getMDCPropertyMap().getOrDefault(PAIR, ""));
        String state = Printable.oneLine(event.getMDCPropertyMap().getOrDefault(STATE, ""));
        String about = (pair + " " + state).strip();
        return about.isEmpty() ? "-" : about;
    }
}
