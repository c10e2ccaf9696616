package org.pbxfailover.config;

import java.time.Duration;

/** Somebody else notices when the robot is dead: {@code url} is called every {@code every} while it is well. */
public record Heartbeat(Template url, Duration every, Duration timeout) {}
