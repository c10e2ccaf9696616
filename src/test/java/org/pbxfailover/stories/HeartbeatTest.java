package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.slf4j.LoggerFactory;

/** What is said of a heartbeat that nobody hears: once, and once when somebody hears it again. */
class HeartbeatTest {
    private static final String UNHEARD = "the heartbeat is not heard: heartbeat.url ";
    private static final String AGAIN = "the heartbeat is heard again";

    @TempDir
    Path temp;

    private final Logger events = (Logger) LoggerFactory.getLogger("pbx-failover.events");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        events.addAppender(log);
    }

    @AfterEach
    void leave() {
        events.detachAppender(log);
    }

    private List<String> said() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(sentence -> sentence.contains("heartbeat"))
                .toList();
    }

    private void says(String... sentences) {
        soon("the log to say " + sentences[sentences.length - 1]).until(() -> said().size() >= sentences.length);
        assertThat(said()).containsExactly(sentences);
    }

    @Test
    void a_heartbeat_that_nobody_hears_is_said_once_with_the_reason_and_once_when_it_is_heard_again() {
        try (Town town = new Town(temp);
                Stub heart = town.stub("heart")) {
            town.also("heartbeat: { url: \"" + heart.url("/beat") + "\", every: 2s }\n");
            town.pair("one");
            try (InProcess unused = InProcess.start(town.write(), Town.routes())) {
                soon("a beat").until(() -> !town.chronicle.of(heart).isEmpty());
                heart.is(Stub.answers(500, ""));
                says(UNHEARD + "answers 500");
                int mark = town.chronicle.now();
                soon("another beat").until(() -> !town.chronicle.of(heart, mark).isEmpty());

                heart.is(Stub.answers(200, ""));
                says(UNHEARD + "answers 500", AGAIN);

                heart.is(Stub.CUT);
                says(UNHEARD + "answers 500", AGAIN, UNHEARD + "does not answer");

                heart.dies();
                heart.is(Stub.answers(200, "")).lives();
                says(UNHEARD + "answers 500", AGAIN, UNHEARD + "does not answer", AGAIN);
            }
        }
    }
}
