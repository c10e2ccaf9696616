package org.pbxfailover.core;

import java.util.Optional;

/**
 * One row of the table.
 *
 * @param event the notification that goes out, by its name in the contract; empty: only the log says it
 * @param alarm whether a person should keep seeing the sentence until its cause is gone, although the state may look harmless
 * @param sentence what log, API, notification and {@code explain} show; {@code {word}}s are filled in from the event
 */
public record Transition(
        State from,
        Trigger trigger,
        State to,
        Decision decision,
        Optional<String> event,
        boolean alarm,
        String sentence) {}
