package org.pbxfailover.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Holds the HTTP client of a Camel endpoint to one total deadline: name, connect, TLS, headers and body. It is the outermost handler of
 * the client: it sees decompressed content, has a shared clock thread close the connection when the {@link Deadline} of the exchange
 * comes, and reads the whole answer into memory, up to a cap, before Camel sees it. Nothing is repeated, redirected, remembered in cookies
 * or logged in with by itself. Thread-safe.
 */
public final class HttpDeadline implements HttpClientConfigurer, ExecChainHandler {
    /** Where camel-http leaves the exchange for an endpoint with an activity listener. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    private final Connections connections;
    private final Names names;
    private final ScheduledExecutorService clockThread;
    private final boolean probes;

    /**
     * @param probes for harmless GETs: connections are kept, and a kept one that turns out to be closed is no failure. Otherwise, for
     *     actions, every request has its own connection and is sent at most once.
     */
    HttpDeadline(Connections connections, Names names, ScheduledExecutorService clockThread, boolean probes) {
        this.connections = connections;
        this.names = names;
        this.clockThread = clockThread;
        this.probes = probes;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setConnectionManager(connections)
                .setConnectionManagerShared(true)
                .setUserAgent("pbx-failover")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .setRequestExecutor(new Conversation())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(!probes)
                        .build())
                .addExecInterceptorFirst("deadline", this);
        if (!probes) {
            builder.setConnectionReuseStrategy((request, response, context) -> false);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Optional<Exchange> exchange = Optional.ofNullable((Exchange) scope.clientContext.getAttribute(EXCHANGE));
        Optional<ProbeRun> run = exchange.flatMap(ProbeRun::of);
        Attempt attempt = new Attempt(
                exchange.map(Deadline::of).orElseGet(() -> System.nanoTime() + Deadline.DEFAULT.toNanos()),
                (Cancellable) scope.originalRequest,
                exchange.filter(Deadline::shared).isPresent());
        attempt.in(scope.clientContext);
        if (attempt.deadline() - System.nanoTime() <= 0) {
            throw attempt.late();
        }
        Cut cut = Cut.at(attempt, clockThread, !probes);
        boolean done = false;
        try {
            ExecChain.Scope where = run.flatMap(r -> r.question().pinned()).isPresent()
                    ? pinned(scope, run.get().question().pinned().get(), attempt)
                    : scope;
            run.ifPresent(r ->
                    r.question().headers().forEach((name, value) -> request.setHeader(name, value.resolve(Map.of()))));
            ClassicHttpResponse response = ask(request, where, chain, attempt);
            exchange.ifPresent(e -> e.setProperty(Probes.DATE, dated(response)));
            attempt.gotHeaders(response.getCode());
            boolean list = exchange.filter(e -> e.getProperty(Deadline.LONG_ANSWER) != null)
                    .isPresent();
            Body.read(
                    response,
                    scope.execRuntime,
                    !run.isPresent() || run.get().keepsBody(),
                    !probes && list ? Body.LONG : Body.CAP);
            exchange.ifPresent(e -> e.setProperty(ProbeRun.ASIDE, connections.aside(where.route.getTargetHost())));
            exchange.ifPresent(Deadline::share);
            done = true;
            return response;
        } catch (UnknownHostException e) {
            // The lookup and the clock thread end at the same deadline; which of them is first does not change the
            // cause.
            throw e;
        } catch (IOException | HttpException | RuntimeException e) {
            attempt.check();
            throw e;
        } catch (Error e) {
            // It would end the thread, and with it the pass or the poll, without anybody being told.
            throw new OwnException("the robot itself failed: " + e.getClass().getSimpleName());
        } finally {
            cut.cancel();
            if (!done) {
                scope.execRuntime.discardEndpoint();
            }
        }
    }

    private static String dated(ClassicHttpResponse response) {
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        return date == null || date.getValue() == null ? "" : date.getValue();
    }

    private ClassicHttpResponse ask(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, Attempt attempt)
            throws IOException, HttpException {
        withoutZone(request);
        if (!probes) {
            request.setHeader(HttpHeaders.CONNECTION, "close");
            attempt.begin();
            return chain.proceed(request, scope);
        }
        // Compressing costs both sides more than it saves; what comes compressed nevertheless is understood.
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        // Every kept connection that turns out to be stale is gone afterwards, so a new one comes in the end.
        while (true) {
            attempt.begin();
            try {
                return chain.proceed(ClassicRequestBuilder.copy(request).build(), scope);
            } catch (NoHttpResponseException | SocketException | SSLException e) {
                if (attempt.fresh() || attempt.over()) {
                    throw e;
                }
            }
        }
    }

    /** The zone of an IPv6 address is this machine's own name for a network; the other side must not see it (RFC 6874). */
    private static void withoutZone(ClassicHttpRequest request) {
        URIAuthority authority = request.getAuthority();
        if (authority != null && authority.getHostName().contains("%")) {
            request.setAuthority(
                    new URIAuthority(authority.getHostName().replaceFirst("%[^\\]]*", ""), authority.getPort()));
        }
    }

    /** The same request to a given address. The address becomes part of the pool's key: no connection is shared with the unpinned name. */
    private ExecChain.Scope pinned(ExecChain.Scope scope, String address, Attempt attempt) throws IOException {
        InetAddress pin = attempt.pin(address, names).addresses().get(0);
        HttpHost target = scope.route.getTargetHost();
        HttpRoute route = new HttpRoute(
                new HttpHost(target.getSchemeName(), pin, target.getHostName(), target.getPort()),
                null,
                scope.route.isSecure());
        return new ExecChain.Scope(
                scope.exchangeId, route, scope.originalRequest, scope.execRuntime, scope.clientContext);
    }
}
