package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.OWN;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.UNREACHABLE;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Probe;

/** Failures that no loopback server can be made to cause. */
class ClassifyTest {
    private static final Duration TIMEOUT_800 = Duration.ofMillis(800);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoRouteToHostException("No route to host"), UNREACHABLE),
                Arguments.of(new SocketException("Network is unreachable"), UNREACHABLE),
                Arguments.of(new ConnectException("Network is unreachable"), UNREACHABLE),
                Arguments.of(new ConnectException("Connection refused"), REFUSED),
                Arguments.of(new ConnectException("Connection timed out"), TIMEOUT),
                Arguments.of(new SocketTimeoutException("Read timed out"), TIMEOUT),
                Arguments.of(new DeadlineException(Attempt.CONNECT), TIMEOUT),
                Arguments.of(new DeadlineException(Attempt.NOTHING), OWN),
                Arguments.of(new SocketException("Broken pipe"), RESET),
                Arguments.of(new BindException("Cannot assign requested address"), OWN),
                Arguments.of(new SocketException("Too many open files"), OWN),
                Arguments.of(new SocketException("Socket closed"), OWN),
                Arguments.of(new OutOfMemoryError("Java heap space"), OWN),
                Arguments.of(new IllegalStateException(), OWN));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasItsClassAndReadsWell(Throwable failure, FailureClass expected) {
        Finding.Failed finding = Classify.failure(failure, TIMEOUT_800);

        assertThat(finding.failure()).isEqualTo(expected);
        assertThat(finding.detail()).isNotBlank().doesNotContain("java.", "Exception", "null");
    }

    @Test
    void addressesOfActionsStaySecret() {
        for (Throwable failure : List.of(
                new URISyntaxException("https://dns.example/?token=secret", "Illegal character"),
                new IOException("Connect to https://user:secret@host failed"))) {
            assertThat(Classify.failure(failure, TIMEOUT_800).phrase()).doesNotContain("secret");
        }
    }

    @Test
    void longTextIsCutAndOddCharactersAreWrittenOut() {
        assertThat(Phrases.clean("x".repeat(1000))).hasSizeLessThanOrEqualTo(Phrases.LIMIT);
        assertThat(Phrases.clean("a\r\nb\u202ec\u0000")).isEqualTo("a\\u000d\\u000ab\\u202ec\\u0000");
    }

    @Test
    void probeOfAStarvedRobotSaysNothingAboutTheOtherSide() throws Exception {
        AtomicLong millis = new AtomicLong();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HttpClients.bind(
                    context,
                    () -> new Moment(millis.get() * 1_000_000, Instant.EPOCH.plusMillis(millis.get())),
                    name -> new java.net.InetAddress[0],
                    Trust.with(List.of()));
            Probes probes = context.getRegistry().lookupByNameAndType("probes", Probes.class);
            assertThat(judged(context, probes, millis, 1050))
                    .extracting(Finding.Failed::failure)
                    .isEqualTo(TIMEOUT);
            assertThat(judged(context, probes, millis, 1051))
                    .isEqualTo(new Finding.Failed(
                            OWN, "the robot was too busy: the probe took 1 s instead of at most 800 ms"));
        }
    }

    private static Finding.Failed judged(DefaultCamelContext context, Probes probes, AtomicLong millis, long took) {
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withProperty(Probes.QUESTION, Asker.get("http://127.0.0.1/", 800))
                .build();
        probes.begin(exchange);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new DeadlineException("connecting"));
        millis.addAndGet(took);
        probes.judge(exchange);
        Probe probe = exchange.getProperty(Probes.PROBE, Probe.class);
        assertThat(probe.took()).isEqualTo(Duration.ofMillis(took));
        return (Finding.Failed) probe.finding();
    }
}
