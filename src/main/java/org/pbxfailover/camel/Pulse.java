package org.pbxfailover.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Heartbeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code heartbeat}: shows somebody else that the robot lives, and only while its watch really runs (fault 45). */
public final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");
    private static final Duration ASLEEP = Duration.ofSeconds(10);

    private final Optional<Heartbeat> heartbeat;
    private final Watch watch;
    private final Pairs pairs;
    private volatile long next;
    private volatile Optional<String> unheard = Optional.empty();

    Pulse(Configuration configuration, Watch watch, Pairs pairs) {
        this.heartbeat = configuration.heartbeat();
        this.watch = watch;
        this.pairs = pairs;
        this.next = pairs.now().nanos();
    }

    /** Whether a beat is due; prepares its request. */
    public boolean due(Exchange exchange) {
        long now = pairs.now().nanos();
        boolean asleep = watch.sinceLastTick().compareTo(ASLEEP) > 0 || !watch.hears();
        if (heartbeat.isEmpty() || now - next < 0 || asleep) {
            return false;
        }
        next = now + heartbeat.get().every().toNanos();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("url", heartbeat.get().url().resolveUrl(Map.of()));
        exchange.setProperty(Glue.SETTINGS, settings);
        exchange.setProperty(Glue.TIMEOUT, heartbeat.get().timeout());
        return true;
    }

    /** Why nobody hears it, as one sentence; empty: somebody does, or there is none. */
    public Optional<String> unheard() {
        return unheard;
    }

    /** After the beat: says once when nobody hears it, and once when somebody does again. */
    public void beaten(Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Optional<String> why = status != null && status < 400
                ? Optional.empty()
                : Optional.of("the heartbeat is not heard: heartbeat.url "
                        + (status == null ? "does not answer" : "answers " + status));
        boolean news = why.isPresent() != unheard.isPresent();
        unheard = why;
        if (news) {
            why.ifPresentOrElse(LOG::warn, () -> LOG.info("the heartbeat is heard again"));
        }
    }
}
