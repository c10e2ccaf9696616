package org.pbxfailover.probe;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Humane;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Probe;

/**
 * The steps of the route {@code probe}. In: the exchange property {@value #QUESTION}, a {@link Question}. Out: the exchange property
 * {@value #PROBE}, a {@link Probe}. The message of the asker is the same before and after; no exception and nothing of the answer stays
 * on the exchange. No step ever throws. Thread-safe.
 */
public final class Probes {
    public static final String QUESTION = "question";
    public static final String PROBE = "probe";
    static final String KIND = "probeKind";

    /** A probe that took so much longer than it was allowed to says that the robot was starved, and nothing about the other side. */
    private static final Duration STARVED = Duration.ofMillis(250);

    /** Exchange property: the header {@code Date} of the last answer over HTTP, as it came; may be empty. */
    public static final String DATE = "answerDate";

    private static final Duration ENOUGH_FOR_SIP = Duration.ofMillis(600);

    private final Supplier<Moment> clock;
    private final Trust trust;
    private final SocketProbe sockets;
    private final Wires wires;
    private final SipProbe sip;

    Probes(Supplier<Moment> clock, Trust trust, SocketProbe sockets, Wires wires) {
        this.clock = clock;
        this.trust = trust;
        this.sockets = sockets;
        this.wires = wires;
        this.sip = new SipProbe(sockets, wires);
    }

    /** First step: starts the clock and lays out the request. */
    public void begin(Exchange exchange) {
        exchange.removeProperty(PROBE);
        if (!(exchange.getProperty(QUESTION) instanceof Question question)) {
            exchange.setProperty(KIND, "none");
            return;
        }
        if (question.secure()) {
            trust.read(); // what the robot has to do first is no time that the other side took
        }
        Moment began = clock.get();
        long deadline = System.nanoTime() + question.timeout().toNanos();
        ProbeRun run = new ProbeRun(question, began, deadline, ProbeRun.Asker.of(exchange), Optional.empty());
        exchange.setProperty(Deadline.PROPERTY, deadline);
        exchange.setProperty(KIND, question.kind().name().toLowerCase(Locale.ROOT));
        exchange.setProperty(ProbeRun.PROPERTY, run);
        Message request = new DefaultMessage(exchange);
        request.setHeader(Exchange.HTTP_URI, question.uri().toString());
        exchange.setMessage(request);
    }

    /** The step for {@code tcp:}, {@code tls:} and SIP. */
    public void ask(Exchange exchange) {
        ProbeRun.of(exchange)
                .ifPresent(run ->
                        exchange.setProperty(ProbeRun.PROPERTY, run.found(asked(run.question(), run.deadline()))));
    }

    private Finding asked(Question question, long deadline) {
        try {
            return switch (question.kind()) {
                case SIP -> sip.options(question, deadline);
                case TLS -> wires.handshake(question.uri(), deadline);
                default -> sockets.connect(question, deadline);
            };
        } catch (IOException | RuntimeException e) {
            return Classify.failure(e, question.timeout());
        }
    }

    /** The step after a web server's answer: a PBX whose web server answers may still be dead for telephones (fault 9). */
    public void askAlso(Exchange exchange) {
        Optional<ProbeRun> asked =
                ProbeRun.of(exchange).filter(run -> run.question().also().isPresent());
        if (asked.isEmpty()) {
            return;
        }
        ProbeRun run = asked.get();
        Finding web = found(exchange, run);
        exchange.setProperty(ProbeRun.PROPERTY, run.found(web instanceof Finding.Alive ? both(web, run) : web));
    }

    /** A SIP side that the web server has left less time than a lost packet takes to be repeated is not asked: its silence would say nothing. */
    private Finding both(Finding web, ProbeRun run) {
        long halfTime = run.question().timeout().toNanos() / 2;
        boolean fair = run.deadline() - System.nanoTime() >= Math.min(halfTime, ENOUGH_FOR_SIP.toNanos());
        if (!fair || !(asked(run.question().also().orElseThrow(), run.deadline()) instanceof Finding.Failed failed)) {
            return web;
        }
        String but = failed.failure() == FailureClass.TLS ? "TLS with its SIP side fails" : "its SIP side does not";
        FailureClass half = failed.failure().counts() ? FailureClass.SIP : failed.failure();
        return new Finding.Failed(
                half, "the web server answers (" + web.phrase() + "), but " + but + ": " + failed.detail());
    }

    /** Last step: says what was found, and leaves nothing else behind. */
    public void judge(Exchange exchange) {
        Moment now = clock.get();
        Optional<ProbeRun> run = ProbeRun.of(exchange);
        Moment began = run.map(ProbeRun::began).orElse(now);
        Finding finding;
        try {
            finding = run.map(r -> found(exchange, r))
                    .orElseGet(() -> new Finding.Failed(FailureClass.OWN, "the probe was not told what to ask"));
        } catch (RuntimeException e) {
            finding = Classify.failure(e, Duration.ZERO);
        }
        Duration took = now.since(began);
        clear(exchange);
        run.ifPresent(r -> r.asker().restore(exchange));
        Duration timeout = run.map(r -> r.question().timeout()).orElse(took);
        exchange.setProperty(PROBE, new Probe(began, took, starved(finding, took, timeout)));
    }

    private static Finding found(Exchange exchange, ProbeRun run) {
        if (run.finding().isPresent()) {
            return run.finding().get();
        }
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure != null) {
            return Classify.failure(failure, run.question().timeout());
        }
        Message answer = exchange.getMessage();
        if (!(answer.getHeader(Exchange.HTTP_RESPONSE_CODE) instanceof Integer status)) {
            return new Finding.Failed(FailureClass.OWN, "the request was not made");
        }
        byte[] body = answer.getBody() instanceof byte[] bytes ? bytes : new byte[0];
        Finding finding = Classify.answer(
                run.question(),
                status,
                Optional.ofNullable(answer.getHeader(Exchange.HTTP_RESPONSE_TEXT, String.class)),
                body,
                charset(exchange));
        return finding instanceof Finding.Alive alive
                ? new Finding.Alive(alive.phrase() + exchange.getProperty(ProbeRun.ASIDE, "", String.class))
                : finding;
    }

    private static Optional<Charset> charset(Exchange exchange) {
        try {
            return Optional.ofNullable(exchange.getProperty(Exchange.CHARSET_NAME, String.class))
                    .map(Charset::forName);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Finding starved(Finding finding, Duration took, Duration timeout) {
        if (finding instanceof Finding.Alive || took.minus(timeout).compareTo(STARVED) <= 0) {
            return finding;
        }
        return new Finding.Failed(
                FailureClass.OWN,
                "the robot was too busy: the probe took " + Humane.duration(took) + " instead of at most "
                        + Humane.duration(timeout));
    }

    private static void clear(Exchange exchange) {
        exchange.setException(null);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.getExchangeExtension().setFailureHandled(false);
        for (String property : new String[] {
            ProbeRun.PROPERTY,
            ProbeRun.ASIDE,
            KIND,
            Deadline.PROPERTY,
            Exchange.EXCEPTION_CAUGHT,
            Exchange.FAILURE_ENDPOINT,
            Exchange.FAILURE_ROUTE_ID,
            Exchange.CHARSET_NAME
        }) {
            exchange.removeProperty(property);
        }
    }
}
