package org.pbxfailover.sandbox;

import java.nio.file.Path;

/** Starts the robot that the simulated world is built around. */
public interface RobotStarter {

    /**
     * Starts it, in this process or beside it, and returns when its API answers.
     *
     * @param configFile a complete {@code failover.yaml}
     * @throws Exception with one sentence that says why it did not start
     */
    RunningRobot start(Path configFile) throws Exception;
}
