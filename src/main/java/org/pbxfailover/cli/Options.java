package org.pbxfailover.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The options that every command has.
 *
 * @param api where the robot is, instead of what the configuration says
 * @param patience for each answer of the robot
 */
record Options(Optional<String> api, Optional<Path> tokenFile, boolean verbose, Duration patience) {}
