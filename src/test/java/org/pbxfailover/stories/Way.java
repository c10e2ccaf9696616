package org.pbxfailover.stories;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One way to a server: another loopback address, at the same port, from where every connection is carried on to it, until it is cut. */
final class Way implements AutoCloseable {
    private final ServerSocket entry;
    private final Stub server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    Way(String address, Stub server) {
        this.server = server;
        try {
            entry = new ServerSocket(server.port(), 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entry.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server.port());
                open.addAll(List.of(near, far));
                daemon(() -> carry(near, far));
                daemon(() -> carry(far, near));
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One of both has gone.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "way");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on nothing gets through; the server itself is as it was. */
    @Override
    public void close() {
        try {
            entry.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
