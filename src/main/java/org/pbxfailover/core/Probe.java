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

    /** The same, said of somebody else who was asked about the primary. */
    Probe notHeard(String whom, Finding.Failed failed) {
        return new Probe(
                began, took, new Finding.Failed(failed.failure(), whom + " was not heard: " + failed.detail()));
    }

    public boolean alive() {
        return finding instanceof Finding.Alive;
    }
}
