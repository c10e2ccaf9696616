package org.pbxfailover.real;

import java.nio.file.Path;

/** Two real BIND servers on loopback: a primary that takes signed updates of a zone, and a secondary that it notifies. */
public final class Bind implements AutoCloseable {
    private final BindServer primary;
    private final BindServer secondary;

    /**
     * @param keys in BIND's own words, such as {@code key "robot" { … };}
     * @param policy who may update what
     * @param records of the zone, besides SOA and NS
     */
    public Bind(Path directory, String zone, String keys, String policy, String records) {
        int port = BindServer.freePort();
        primary = BindServer.primary(directory, zone, keys, policy, records, port);
        secondary = BindServer.secondary(directory, zone, port, primary.port());
    }

    public String address() {
        return primary.address();
    }

    public String secondaryAddress() {
        return secondary.address();
    }

    /** The secondary answers nothing for a while, and hears of no change. */
    public void secondaryHangs() {
        secondary.hangs();
    }

    public void secondaryGoesOn() {
        secondary.goesOn();
    }

    @Override
    public void close() {
        secondary.close();
        primary.close();
    }
}
