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

    private final Supplier<Moment> clock;
    private final SocketProbe sockets;

    Probes(Supplier<Moment> clock, Names names) {
        this.clock = clock;
        this.sockets = new SocketProbe(names);
    }

    /** First step: starts the clock and lays out the request. */
    public void begin(Exchange exchange) {
        exchange.removeProperty(PROBE);
        if (!(exchange.getProperty(QUESTION) instanceof Question question)) {
            exchange.setProperty(KIND, "none");
            return;
        }
        Moment began = clock.get();
        long deadline = System.nanoTime() + question.timeout().toNanos();
        Run run = new Run(question, began, deadline, Run.Asker.of(exchange), Optional.empty());
        exchange.setProperty(Deadline.PROPERTY, deadline);
        exchange.setProperty(KIND, question.kind().name().toLowerCase(Locale.ROOT));
        exchange.setProperty(Run.PROPERTY, run);
        Message request = new DefaultMessage(exchange);
        request.setHeader(Exchange.HTTP_URI, question.uri().toString());
        exchange.setMessage(request);
    }

    /** The step for {@code tcp:} and SIP. */
    public void ask(Exchange exchange) {
        Run.of(exchange).ifPresent(run -> exchange.setProperty(Run.PROPERTY, run.found(asked(run))));
    }

    private Finding asked(Run run) {
        try {
            return run.question().kind() == Question.Kind.SIP
                    ? sockets.options(run.question(), run.deadline())
                    : sockets.connect(run.question(), run.deadline());
        } catch (IOException | RuntimeException e) {
            Finding.Failed failed = Classify.failure(e, run.question().timeout());
            boolean sip = run.question().kind() == Question.Kind.SIP
                    && failed.failure().counts();
            return sip ? new Finding.Failed(FailureClass.SIP, failed.detail()) : failed;
        }
    }

    /** Last step: says what was found, and leaves nothing else behind. */
    public void judge(Exchange exchange) {
        Moment now = clock.get();
        Optional<Run> run = Run.of(exchange);
        Moment began = run.map(Run::began).orElse(now);
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

    private static Finding found(Exchange exchange, Run run) {
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
                ? new Finding.Alive(alive.phrase() + exchange.getProperty(Run.ASIDE, "", String.class))
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
            Run.PROPERTY,
            Run.ASIDE,
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
