package org.pbxfailover.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log's shape, through the very file that the robot uses. */
class LogTest {

    @BeforeEach
    void withoutTraces() {
        Verbosity.set(false);
    }

    @Test
    void an_event_is_one_line_with_time_level_pair_state_and_sentence() throws Exception {
        assertThat(text(event("3 probes failed in a row.", Optional.empty())))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) WARN  acme suspect: "
                        + "3 probes failed in a row\\.\\R");
    }

    @Test
    void an_event_about_no_pair_says_so() throws Exception {
        ILoggingEvent event = event("started", Optional.empty(), Map.of());

        assertThat(text(event)).contains("WARN  -: started");
    }

    @Test
    void a_message_cannot_forge_another_line_or_steer_the_terminal() throws Exception {
        String line = text(
                event("status line was '\r\n2026-01-01 INFO all is well\u001b[2K\u2028x\u202ey'", Optional.empty()));

        assertThat(line.lines()).hasSize(1);
        assertThat(line).contains("'\\r\\n2026-01-01 INFO all is well\\u001b[2K\\u2028x\\u202ey'");
    }

    @Test
    void neither_can_the_name_of_a_pair() throws Exception {
        String line = text(event("up", Optional.empty(), Map.of("pair", "a\nb", "state", "active")));

        assertThat(line.lines()).hasSize(1);
        assertThat(line).contains("a\\nb active: up");
    }

    @Test
    void an_exception_is_a_part_of_the_sentence_and_its_trace_stays_away() throws Exception {
        Exception wrapped =
                new IllegalStateException("outer", new UncheckedIOException(new java.io.IOException("disk\nfull")));

        assertThat(text(event("The journal cannot be written", Optional.of(wrapped)))
                        .lines())
                .singleElement()
                .asString()
                .endsWith("The journal cannot be written: disk\\nfull");
    }

    @Test
    void a_wanted_trace_is_indented_below_the_sentence() {
        String said = new SentenceConverter(() -> true)
                .convert(event("The journal cannot be written", Optional.of(new IllegalStateException("disk\nfull"))));

        assertThat(said.lines()).first().isEqualTo("The journal cannot be written");
        assertThat(said.lines().skip(1)).hasSizeGreaterThan(1).allMatch(line -> line.startsWith("    "));
        assertThat(said).contains("    java.lang.IllegalStateException: disk\\nfull");
    }

    @Test
    void json_lines_hold_the_same_and_stay_one_line_each() throws Exception {
        String line =
                new String(encode(event("bad\n\"answer\"\u001b", Optional.empty()), "json"), StandardCharsets.UTF_8);

        assertThat(line.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("formattedMessage").asText()).isEqualTo("bad\n\"answer\"\u001b");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("mdc").path("pair").asText()).isEqualTo("acme");
        assertThat(json.path("mdc").path("state").asText()).isEqualTo("suspect");
        assertThat(json.path("timestamp").asLong()).isEqualTo(1_795_401_720_123L);
    }

    @Test
    void libraries_are_quiet_and_the_events_are_not() throws Exception {
        LoggerContext context = configured("text");

        assertThat(context.getLogger("org.apache.camel.impl.engine.AbstractCamelContext")
                        .isInfoEnabled())
                .isFalse();
        assertThat(context.getLogger("io.vertx.core").isInfoEnabled()).isFalse();
        assertThat(context.getLogger("pbx-failover.events").isInfoEnabled()).isTrue();
    }

    @Test
    void a_line_waits_for_nobody_and_none_is_thrown_away_while_there_is_room() throws Exception {
        AsyncAppender console =
                (AsyncAppender) configured("text").getLogger("ROOT").getAppender("console");

        assertThat(console.isNeverBlock()).isTrue();
        assertThat(console.getDiscardingThreshold()).isZero();
        assertThat(console.isIncludeCallerData()).isFalse();
    }

    private static String text(ILoggingEvent event) throws Exception {
        return new String(encode(event, "text"), StandardCharsets.UTF_8);
    }

    private static byte[] encode(ILoggingEvent event, String format) throws Exception {
        AsyncAppender console =
                (AsyncAppender) configured(format).getLogger("ROOT").getAppender("console");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) console.getAppender("stderr");
        assertThat(appender.getTarget()).isEqualTo("System.err");
        return appender.getEncoder().encode(event);
    }

    private static LoggerContext configured(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("PBX_FAILOVER_LOG", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = LogTest.class.getResource("/logback.xml");
        configurator.doConfigure(file);
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getEffectiveLevel() >= Status.WARN);
        return context;
    }

    private static ILoggingEvent event(String message, Optional<Throwable> thrown) {
        return event(message, thrown, Map.of("pair", "acme", "state", "suspect"));
    }

    private static ILoggingEvent event(String message, Optional<Throwable> thrown, Map<String, String> about) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "x", context.getLogger("pbx-failover.events"), Level.WARN, message, thrown.orElse(null), null);
        event.setInstant(java.time.Instant.ofEpochMilli(1_795_401_720_123L));
        event.setMDCPropertyMap(about);
        return event;
    }
}
