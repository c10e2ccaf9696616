package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.slf4j.LoggerFactory;

/** A notification that nobody took is said to be lost, whatever kept it, and without the secrets of its receiver. */
class UnreachedTest {
    private static final String SECRET = "hunter2-hunter2";

    @TempDir
    Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    private Announcing told(Processor route, boolean keyIsThere) throws Exception {
        Path key = Files.writeString(temp.resolve("key"), SECRET);
        Configuration configuration = Samples.configuration(
                temp,
                "notify:\n  - { action: webhook, url: \"http://127.0.0.1:9/{{file:" + key
                        + "}}\", attempts: 1, events: [active] }\n");
        if (!keyIsThere) {
            Files.delete(key);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notify").process(route);
            }
        });
        context.start();
        Announcing announcing = new Announcing(configuration, Clock.SYSTEM);
        announcing.sendThrough(context);
        announcing.announce(
                "acme", 1, new Step.News(State.ACTIVE, "the secondary is in service", Optional.of("active")));
        return announcing;
    }

    private String unreached(Exception failure, boolean keyIsThere) throws Exception {
        Announcing announcing = told(
                exchange -> {
                    throw failure;
                },
                keyIsThere);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !announcing.unreached().isEmpty());
        return announcing.unreached().get(0);
    }

    @Test
    void what_some_of_several_people_did_not_get_is_in_the_log_without_a_secret() throws Exception {
        Logger events = (Logger) LoggerFactory.getLogger("pbx-failover.events");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        events.addAppender(log);
        try {
            Announcing announcing = told(
                    exchange -> {
                        exchange.setProperty(Glue.PARTLY, "550 no mailbox for " + SECRET);
                        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
                    },
                    true);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log.list.stream()
                            .map(ILoggingEvent::getFormattedMessage)
                            .anyMatch(line -> line.endsWith("did not reach everybody: 550 no mailbox for [REDACTED]")));
            assertThat(announcing.unreached()).isEmpty();
        } finally {
            events.detachAppender(log);
        }
    }

    @Test
    void a_receiver_whose_secret_is_gone_was_not_reached() throws Exception {
        assertThat(unreached(new IllegalStateException(), false))
                .contains("did not reach its receiver", "/key does not exist");
    }

    @Test
    void what_went_wrong_on_the_way_may_name_a_secret_and_nobody_sees_it() throws Exception {
        assertThat(unreached(new IllegalStateException("no way to /" + SECRET), true))
                .contains("did not reach its receiver", "no way to /[REDACTED]");
    }
}
