package org.pbxfailover.console;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The Camel context, known only after the gates had to be made. */
final class ContextHolder {
    private volatile @Nullable CamelContext context;

    void set(CamelContext started) {
        context = started;
    }

    Optional<CamelContext> get() {
        return Optional.ofNullable(context);
    }
}
