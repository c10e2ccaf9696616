package org.pbxfailover.core;

import java.time.Duration;

/**
 * One completed probe.
 *
 * @param began when the request was begun
 * @param took its total time: name, connect, TLS, headers, body
 * @param finding what it found
 */
public record Probe(Moment began, Duration took, Finding finding) {

    public Moment ended() {
        return began.plus(took);
    }

    public boolean alive() {
        return finding instanceof Finding.Alive;
    }
}
