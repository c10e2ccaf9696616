package org.pbxfailover.config;

import java.util.List;

/**
 * One receiver of notifications.
 *
 * @param events what it wants to hear of, by the names of the contract
 * @param action how it is told; its settings are those of the action route
 */
public record Notification(List<String> events, Action action) {}
