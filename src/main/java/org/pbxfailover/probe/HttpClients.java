package org.pbxfailover.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.pbxfailover.core.Moment;

/**
 * Puts the two HTTP clients and the steps of the route {@code probe} into a Camel context, as the beans {@code probeClient},
 * {@code actionClient}, {@code actionHeaders} and {@code probes}; they end with the context. An {@code http:} endpoint that names neither client is an action.
 */
public final class HttpClients extends ServiceSupport {
    private static final long SWEEP_SECONDS = 10;

    private final Names names;
    private final Connections probes;
    private final Connections actions;
    // Two, so that one slow closing of an old connection holds up no deadline.
    private final ScheduledThreadPoolExecutor clockThread =
            new ScheduledThreadPoolExecutor(2, Daemons.named("deadline"));

    private HttpClients(Names.Lookup lookup, Trust trust) {
        names = new Names(lookup);
        probes = new Connections(names, trust);
        actions = new Connections(names, trust);
        clockThread.setRemoveOnCancelPolicy(true);
        var unused = clockThread.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Call this once, before the routes are loaded, and before the process looks up its first name. */
    public static HttpClients bind(CamelContext context, Supplier<Moment> clock, Trust trust) throws Exception {
        Names.forgetSoon();
        return bind(context, clock, InetAddress::getAllByName, trust);
    }

    static HttpClients bind(CamelContext context, Supplier<Moment> clock, Names.Lookup lookup, Trust trust)
            throws Exception {
        HttpClients clients = new HttpClients(lookup, trust);
        HttpDeadline action = new HttpDeadline(clients.actions, clients.names, clients.clockThread, false);
        HttpDeadline probe = new HttpDeadline(clients.probes, clients.names, clients.clockThread, true);
        context.getRegistry().bind("probeClient", probe);
        context.getRegistry().bind("actionClient", action);
        context.getRegistry().bind("actionHeaders", new ActionHeaders());
        SocketProbe sockets = new SocketProbe(clients.names);
        Wires wires = new Wires(sockets, trust, clients.clockThread);
        context.getRegistry().bind("probes", new Probes(clock, trust, sockets, wires));
        context.getRegistry().bind("wires", wires);
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = context.getComponent(scheme, HttpComponent.class);
            http.setHttpClientConfigurer(action);
            // Or each endpoint would make connections of its own, with all of Java's authorities, and never use them.
            http.setClientConnectionManager(clients.actions);
            http.setHttpActivityListener(new Quiet());
            http.setCookieManagementDisabled(true);
            http.setResponsePayloadStreamingThreshold(Body.LONG);
        }
        context.addService(clients);
        return clients;
    }

    private void sweep() {
        probes.sweep();
        actions.sweep();
    }

    /** How many connections are in use. */
    int open() {
        return probes.getTotalStats().getLeased() + actions.getTotalStats().getLeased();
    }

    /** How many requests have a deadline that is still to come. */
    long awaited() {
        return clockThread.getQueue().stream()
                .filter(task -> task instanceof RunnableScheduledFuture<?> future && !future.isPeriodic())
                .count();
    }

    @Override
    protected void doShutdown() {
        clockThread.shutdownNow();
        probes.end();
        actions.end();
        names.close();
    }

    /** What Camel would send, and what else a person may write there, such as {@code Host}: one address often stands for many hosts. */
    private static final class ActionHeaders extends HttpHeaderFilterStrategy {
        ActionHeaders() {
            getOutFilter().removeAll(Set.of("host", "cache-control", "pragma", "date", "via", "warning"));
        }
    }

    /** Only its presence counts: with a listener, camel-http hands the exchange, and with it the deadline, to the client. */
    private static final class Quiet implements HttpActivityListener {
        @Override
        public void onRequestSubmitted(
                Object source,
                org.apache.camel.Exchange exchange,
                HttpHost host,
                HttpRequest request,
                HttpEntity entity) {}

        @Override
        public void onResponseReceived(
                Object source,
                org.apache.camel.Exchange exchange,
                HttpHost host,
                HttpResponse response,
                HttpEntity entity,
                long elapsed) {}
    }
}
