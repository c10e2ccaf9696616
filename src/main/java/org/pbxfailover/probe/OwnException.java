package org.pbxfailover.probe;

import java.io.IOException;

/** A request that could not be made for a reason of the robot's own. */
final class OwnException extends IOException {
    private static final long serialVersionUID = 1;

    OwnException(String message) {
        super(message);
    }
}
