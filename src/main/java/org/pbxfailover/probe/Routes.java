package org.pbxfailover.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What this machine knows of the way to an address. */
final class Routes {
    private static final int DISCARD = 9;

    private Routes() {}

    /**
     * Whether this machine has a route to the address at all. Without one, nothing was sent to anybody, and that says nothing about the
     * other side. Sends nothing either: connecting a datagram socket only looks the route up.
     */
    static boolean lead(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address, DISCARD));
            return true;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return false;
        }
    }
}
