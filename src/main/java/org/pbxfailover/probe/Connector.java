package org.pbxfailover.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections within the deadline of the {@link Attempt} that asks for one: name, connect and TLS. When a name has several
 * addresses, those that are still to be tried share the time that is left, so that a dead IPv6 leaves time for IPv4 (fault 7).
 */
final class Connector extends DefaultHttpClientConnectionOperator {
    private final Names names;

    Connector(Names names, TlsSocketStrategy tls) {
        super(null, null, scheme -> "https".equalsIgnoreCase(scheme) ? tls : null);
        this.names = names;
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
        List<InetAddress> addresses = host.getAddress() != null
                ? List.of(host.getAddress())
                : names.resolve(host.getHostName(), attempt.deadline());
        IOException failure = new ConnectException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            HttpHost one = new HttpHost(host.getSchemeName(), addresses.get(i), host.getHostName(), host.getPort());
            Timeout share =
                    Timeout.ofMilliseconds(Deadline.millis(attempt.deadline(), addresses.size() - i, attempt.phase()));
            try {
                super.connect(connection, one, tlsName, local, share, socket, attachment, context);
                if (attempt.over()) {
                    connection.close(CloseMode.IMMEDIATE);
                }
                attempt.check();
                attempt.phase(Attempt.HEADERS);
                return;
            } catch (IOException e) {
                attempt.check();
                if (TlsException.isOne(e)) {
                    throw new TlsException(e);
                }
                failure = i == 0 || Classify.unreachable(failure) ? e : failure;
            }
        }
        throw failure;
    }

    @Override
    protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        Attempt.of(context).phase(Attempt.CONNECT);
    }

    @Override
    protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
        Attempt.of(context).phase(Attempt.TLS);
    }
}
