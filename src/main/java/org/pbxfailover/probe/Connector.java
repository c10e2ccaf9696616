package org.pbxfailover.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections within the deadline of the {@link Attempt} that asks for one: name, connect and TLS. When a name has several
 * addresses, those that are still to be tried share the time that is left, so that a dead IPv6 leaves time for IPv4 (fault 7).
 */
final class Connector extends DefaultHttpClientConnectionOperator {
    private final Names names;
    private final ConcurrentMap<HttpHost, String> deaf = new ConcurrentHashMap<>();

    Connector(Names names, Trust trust) {
        super(
                proxy -> new PlainSocket(),
                null,
                null,
                scheme -> "https".equalsIgnoreCase(scheme) ? watched(trust) : null);
        this.names = names;
    }

    private static TlsSocketStrategy watched(Trust trust) {
        return (socket, host, port, attachment, context) -> {
            Attempt.of(context).shakesHands(socket);
            return PlainSocket.secured(trust.https().upgrade(socket, host, port, attachment, context), socket);
        };
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint tlsName,
            @Nullable InetSocketAddress local,
            @Nullable Timeout ignored,
            SocketConfig socket,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        Attempt attempt = Attempt.of(context);
        attempt.phase(Attempt.NAME);
        attempt.opening(connection);
        Attempt.Place place = attempt.place(host.getHostName(), names);
        List<InetAddress> addresses = place.addresses();
        Tries tries = new Tries(place.name(), addresses.size() > 1);
        for (int i = 0; i < addresses.size(); i++) {
            InetAddress address = addresses.get(i);
            HttpHost one = new HttpHost(host.getSchemeName(), address, host.getHostName(), host.getPort());
            Timeout share = Timeout.ofMilliseconds(attempt.share(addresses.size() - i));
            try {
                super.connect(connection, one, tlsName, local, share, socket, attachment, context);
                attempt.check();
                attempt.phase(Attempt.NOTHING);
                remember(host, tries.aside());
                return;
            } catch (IOException e) {
                attempt.check();
                if (e instanceof SocketTimeoutException && i == addresses.size() - 1) {
                    throw attempt.lateAlready(); // it had the rest of the time for itself
                }
                if (TlsException.isOne(e)) {
                    throw new TlsException(e);
                }
                if (Attempt.TLS.equals(attempt.phase())) {
                    tries.cut(address, e);
                } else {
                    tries.failed(address, PlainSocket.told(e));
                }
                if (i < addresses.size() - 1) {
                    attempt.aside(tries.aside());
                }
            }
        }
        throw tries.failure();
    }

    private void remember(HttpHost host, String aside) {
        if (aside.isEmpty()) {
            deaf.remove(host);
        } else {
            deaf.put(host, aside);
        }
    }

    /** Which addresses of a host did not let us in when it was connected to last, to be put behind another phrase; often empty. */
    String aside(HttpHost host) {
        return deaf.getOrDefault(host, "");
    }

    @Override
    protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        Attempt.of(context).phase(Attempt.CONNECT);
    }

    /**
     * A connection that was cut off before it had its socket is closed in name only, and nobody would ever cut that socket off again. What
     * is thrown here makes the client close the socket itself.
     */
    @Override
    protected void onAfterSocketConnect(HttpContext context, HttpHost host) {
        if (Attempt.of(context).over()) {
            throw new CancellationException("the deadline came while connecting");
        }
    }
}
