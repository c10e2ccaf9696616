package org.pbxfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.console.TestRobot.send;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.pbxfailover.console.TestRobot;

class ApiAtTheEndTest {
    @Test
    void says_that_the_robot_ends_while_its_routes_still_have_something_to_finish() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Void> stop;
        try (TestRobot robot = new TestRobot("acme")) {
            CamelContext context = robot.main.getCamelContext();
            context.addRoutes(lasting(begun, finish));
            ProducerTemplate sender = context.createProducerTemplate();
            sender.asyncSendBody("direct:lasting", "");
            begun.await();
            stop = CompletableFuture.runAsync(robot.main::stop);
            try {
                await().until(context::isStopping);
                HttpResponse<String> asked = send(robot.api("/api/pairs"));
                HttpResponse<String> ordered = send(robot.api("/api/pairs/acme/failback")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));
                HttpResponse<String> stranger = send(TestRobot.at(robot.api.port(), "/api/pairs"));

                assertThat(asked.statusCode()).isEqualTo(503);
                assertThat(asked.headers().firstValue("Content-Type")).hasValue(Refusal.CONTENT_TYPE);
                assertThat(asked.body()).contains("The robot is starting or ending; ask again.");
                assertThat(ordered.body()).contains("The robot is starting or ending; ask again.");
                assertThat(robot.operator.orders).isEmpty();
                assertThat(stranger.statusCode()).isEqualTo(401);
            } finally {
                finish.countDown();
            }
            stop.join();
        }
    }

    private static RouteBuilder lasting(CountDownLatch begun, CountDownLatch finish) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lasting").process(exchange -> {
                    begun.countDown();
                    finish.await();
                });
            }
        };
    }
}
