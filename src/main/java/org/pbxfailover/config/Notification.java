package org.pbxfailover.config;

import java.time.Duration;
import java.util.List;

/**
 * One receiver of notifications.
 *
 * @param events what it wants to hear of, by the names of the contract
 * @param digest what becomes of a flood
 * @param action how it is told; its settings are those of the action route
 */
public record Notification(List<String> events, Digest digest, Action action) {

    /**
     * A receiver is told of the first changes one by one; more of them go out together.
     *
     * @param after so many notifications within {@code every} go out singly, 1 to 10,000
     * @param every between two digests, 1 s to 1 day
     */
    public record Digest(int after, Duration every) {}
}
