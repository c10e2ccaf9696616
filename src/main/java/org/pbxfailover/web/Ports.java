package org.pbxfailover.web;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports. They are taken from below the range that systems give to outgoing connections and to listeners that ask for any port, so
 * that nobody is given one between the choice and the beginning of listening, and a killed simulator finds its port still free when it
 * is revived. May be used by many threads.
 */
public final class Ports {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 200;

    /** Given away in this process: whoever got one may begin to listen later. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that is free now, for TCP and UDP, on every one of these hosts.
     *
     * @throws IOException when none was found
     */
    public static int free(String... hosts) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port, hosts) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IOException("no free port was found from " + LOWEST + " to " + HIGHEST + " on "
                + String.join(" and ", List.of(hosts)) + ": loopback sockets must be allowed");
    }

    /** The preferred port if it is free, otherwise, and for 0, another one. */
    public static int preferably(int preferred, String... hosts) throws IOException {
        return preferred != 0 && isFree(preferred, hosts) ? preferred : free(hosts);
    }

    /** Whether this machine can listen on that host at all. */
    public static boolean canListen(String host) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFree(int port, String... hosts) {
        for (String host : hosts) {
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port))) {
                tcp.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
