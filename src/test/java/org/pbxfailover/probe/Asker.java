package org.pbxfailover.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Probe;

/** The real route {@code probe} in a Camel context of its own. */
final class Asker implements AutoCloseable {
    final CamelContext context = new DefaultCamelContext();
    final HttpClients clients;

    Asker() throws Exception {
        this(InetAddress::getAllByName, Trust.with(List.of()));
    }

    Asker(Names.Lookup lookup, SSLContext trust) throws Exception {
        this(lookup, Trust.of(trust));
    }

    Asker(Names.Lookup lookup, Trust trust) throws Exception {
        clients = HttpClients.bind(context, () -> new Moment(System.nanoTime(), Instant.now()), lookup, trust);
        load("file:" + Path.of("routes/probe.camel.yaml").toAbsolutePath());
        context.start();
    }

    void load(String location) throws Exception {
        Resource resource = ResourceHelper.resolveResource(context, location);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }

    /** Fills the queue of a server that never accepts, so that the next connection gets no answer. */
    static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try {
            while (waiting.size() < 50) {
                Socket socket = new Socket();
                waiting.add(socket);
                socket.connect(server.getLocalSocketAddress(), 300);
            }
            throw new IOException("the queue never fills up");
        } catch (SocketTimeoutException e) {
            return waiting;
        }
    }

    /** As the live reload does it. */
    void reload(String location) throws Exception {
        PluginHelper.getRoutesLoader(context).updateRoutes(ResourceHelper.resolveResource(context, location));
    }

    static Question get(String uri, int millis) {
        return get(uri, millis, "200-399");
    }

    static Question get(String uri, int millis, String status) {
        return new Question(
                Question.Kind.HTTP,
                URI.create(uri),
                Map.of(),
                Duration.ofMillis(millis),
                new PageRule(StatusRange.parse(status), Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }

    static Question containing(Question question, String text) {
        return new Question(
                question.kind(),
                question.uri(),
                question.headers(),
                question.timeout(),
                new PageRule(((PageRule) question.rule()).status(), Optional.of(text)),
                question.pinned(),
                question.also());
    }

    static Question pinned(Question question, String address) {
        return new Question(
                question.kind(),
                question.uri(),
                question.headers(),
                question.timeout(),
                question.rule(),
                Optional.of(address),
                question.also());
    }

    /** A busy machine starves the robot now and then. It says so, and is asked again. */
    Probe ask(Question question) {
        Probe probe = once(question);
        for (int again = 0; again < 5 && starved(probe); again++) {
            probe = once(question);
        }
        return probe;
    }

    private static boolean starved(Probe probe) {
        return probe.finding() instanceof Finding.Failed failed
                && failed.failure() == FailureClass.OWN
                && failed.detail().startsWith("the robot was too busy");
    }

    Probe once(Question question) {
        return exchange(question).getProperty(Probes.PROBE, Probe.class);
    }

    Exchange exchange(Question question) {
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withBody("the asker's")
                .withHeader("mine", "kept")
                .withProperty(Probes.QUESTION, question)
                .build();
        return context.createProducerTemplate().send("direct:probe", exchange);
    }

    @Override
    public void close() {
        context.stop();
    }
}
