package org.pbxfailover.probe;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpConnection;

/**
 * Whose turn it is while an answer is waited for. When the time is up and it is the robot's, that says nothing about the other side (rule I9). Any
 * thread may ask, and never waits.
 */
interface Turn {
    /** Nothing is known that would speak for the other side. */
    Turn OTHERS = () -> false;

    boolean isRobots();

    /** A request is about to be sent; its answer is what the connection receives from now on. Who has begun to answer may go on. */
    static Turn ofAnswer(HttpConnection connection) {
        if (!(connection instanceof ManagedHttpClientConnection managed) || managed.getEndpointDetails() == null) {
            return OTHERS;
        }
        long before = received(managed);
        return () -> {
            Socket socket = managed.getSocket();
            return received(managed) == before && socket != null && unread(socket);
        };
    }

    /** A request was sent over this connection, and nothing is said there that nobody asked for. */
    static Turn ofAnswer(Heard heard) {
        long before = heard.bytes();
        return () -> heard.bytes() == before && heard.unread();
    }

    private static boolean unread(Socket socket) {
        try {
            return socket instanceof SSLSocket secure
                    ? PlainSocket.under(secure)
                            .filter(plain -> plain.heard().unread())
                            .isPresent()
                    : socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static long received(HttpConnection connection) {
        return connection.getEndpointDetails().getReceivedBytesCount();
    }

    /** A handshake begins. It was the robot's turn for most of it, or it is now; unless the other side has said more than any handshake needs. */
    static Turn inHandshake(Socket socket) {
        if (!(socket instanceof PlainSocket plain)) {
            return OTHERS;
        }
        Heard heard = plain.heard();
        long began = System.nanoTime();
        return () -> heard.bytes() <= 64 * 1024 && (2 * heard.waited() < System.nanoTime() - began || heard.unread());
    }
}
