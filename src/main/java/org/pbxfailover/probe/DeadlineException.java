package org.pbxfailover.probe;

import java.io.InterruptedIOException;

/** The total deadline of a request has passed. The message says how far the request had come. */
public final class DeadlineException extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    DeadlineException(String phase) {
        super(phase);
    }
}
