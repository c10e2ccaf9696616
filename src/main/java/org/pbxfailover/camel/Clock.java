package org.pbxfailover.camel;

import java.time.Instant;
import java.util.function.Supplier;
import org.pbxfailover.core.Moment;

/** The one place that asks what time it is. */
public interface Clock extends Supplier<Moment> {

    /** This machine's clocks. */
    Clock SYSTEM = () -> new Moment(System.nanoTime(), Instant.now());
}
