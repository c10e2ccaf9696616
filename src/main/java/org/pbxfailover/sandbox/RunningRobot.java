package org.pbxfailover.sandbox;

import java.net.URI;

/** A robot that is up. Closing it stops it. */
public interface RunningRobot extends AutoCloseable {

    /** Where its API is: scheme, host and port. */
    URI api();

    /** What its API wants as Bearer token. */
    String token();

    /** Where its console is, for a browser. */
    URI console();

    /** Who may use the console, and where the password is. */
    String login();
}
