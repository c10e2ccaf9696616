package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A route of somebody's own that fails is said in a sentence, and again only after an hour. */
class FaultsTest {
    private final Logger events = (Logger) LoggerFactory.getLogger("pbx-failover.events");
    private final SetClock clock = SetClock.still();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        events.addAppender(said);
    }

    @AfterEach
    void leave() {
        events.detachAppender(said);
    }

    @Test
    void a_message_that_failed_and_that_nobody_dealt_with_is_said_once_an_hour() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Faults.report(context, clock);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:own").routeId("own").throwException(new IllegalStateException("boom"));
                }
            });
            context.start();
            for (int i = 0; i < 3; i++) {
                context.createProducerTemplate().send("direct:own", exchange -> {});
            }
            assertThat(said.list).as("not with every message").hasSize(1);
            clock.goesBy(Duration.ofHours(1));
            context.createProducerTemplate().send("direct:own", exchange -> {});
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "a message of the route 'own' failed, and nobody dealt with it: boom",
                        "a message of the route 'own' failed, and nobody dealt with it: boom");
    }

    @Test
    void what_breaks_off_because_the_robot_stops_is_not_said() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Faults.report(context, clock);
            context.getShutdownStrategy().setTimeout(10);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:own").routeId("own").process(exchange -> {
                        under.countDown();
                        await().until(context::isStopping);
                        throw new IllegalStateException("Socket closed");
                    });
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("seda:own", "");
            under.await();
        }
        assertThat(said.list).isEmpty();
    }
}
