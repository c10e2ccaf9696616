package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.List;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    /**
     * The worst moment for the deadline: the connection has just been told that it is closed, and gets its socket all the same. From then
     * on closing it does nothing.
     */
    @Test
    void a_socket_that_comes_after_its_connection_was_cut_off_is_closed() throws Exception {
        Attempt attempt = new Attempt(System.nanoTime() + 10_000_000_000L, () -> true, false);
        HttpClientContext context = HttpClientContext.create();
        attempt.in(context);
        ManagedHttpClientConnection closedInName = (ManagedHttpClientConnection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedHttpClientConnection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("bind") && !attempt.over()) {
                        attempt.run();
                    }
                    return null;
                });
        Names names = new Names(InetAddress::getAllByName);
        Connector connector = new Connector(names, Trust.with(List.of()));
        try (Peer peer = new Peer(Peer.SILENT)) {
            HttpHost host = new HttpHost("http", InetAddress.getLoopbackAddress(), "127.0.0.1", peer.port());
            assertThatThrownBy(() -> connector.connect(
                            closedInName, host, null, null, null, SocketConfig.DEFAULT, null, context))
                    .isInstanceOf(Exception.class);
            await("the connection to arrive").until(() -> peer.connections.get() == 1);
            await("it to be closed").until(() -> peer.open() == 0);
        } finally {
            names.close();
        }
    }
}
