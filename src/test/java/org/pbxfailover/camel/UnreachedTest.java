package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

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

    private String unreached(Exception failure, boolean keyIsThere) throws Exception {
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
                from("direct:notify").throwException(failure);
            }
        });
        context.start();
        Announcing announcing = new Announcing(configuration, Clock.SYSTEM);
        announcing.sendThrough(context);
        announcing.announce(
                "acme", 1, new Step.News(State.ACTIVE, "the secondary is in service", Optional.of("active")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !announcing.unreached().isEmpty());
        return announcing.unreached().get(0);
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
