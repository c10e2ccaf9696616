package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Decision;

/** Who waits for whom in the route {@code confirm}: nobody for anybody else, be it an outside host, a witness or another pair. */
class ConfirmRouteTest {
    private static final List<String> EVERYBODY = List.of("the primary", "a witness", "outside-1", "outside-2");
    private static final List<String> PAIRS = List.of("acme", "beta");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Script script = new Script();

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("probes", threads("probes"));
        context.getRegistry().bind("outside", threads("outside"));
        context.getRegistry().bind("confirm", script);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(
                        context, "file:" + Path.of("routes/confirm.camel.yaml").toAbsolutePath()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:probe").process(script::probe);
                from("direct:run").process(script::run);
            }
        });
        context.start();
        context.createProducerTemplate().sendBody("direct:confirm", "");
    }

    /** As the robot has them: one for each who waits. */
    private static ExecutorService threads(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void everybody_is_asked_before_anybody_has_answered() {
        assertThat(script.waitedInVain).doesNotContainAnyElementsOf(EVERYBODY);
    }

    @Test
    void the_last_probe_of_a_pair_and_its_activation_hold_up_no_other_pair_that_waits_for_the_same_answer() {
        assertThat(script.waitedInVain).doesNotContainAnyElementsOf(PAIRS);
        assertThat(script.run).containsExactlyInAnyOrderElementsOf(PAIRS);
    }

    /** On virtual threads their answers would be read too late behind a thousand others. */
    @Test
    void the_outside_hosts_alone_are_asked_in_threads_of_the_system() {
        assertThat(script.asked)
                .containsExactlyInAnyOrder(
                        "the primary by probes", "a witness by probes", "outside-1 by outside", "outside-2 by outside");
    }

    /** Stands in for the bean {@code confirm} and for what the route calls; whoever is called waits until all others are called, too. */
    public static final class Script {
        final Set<String> asked = ConcurrentHashMap.newKeySet();
        final Set<String> run = ConcurrentHashMap.newKeySet();
        final Set<String> waitedInVain = ConcurrentHashMap.newKeySet();
        private final CountDownLatch questions = new CountDownLatch(EVERYBODY.size());
        private final CountDownLatch lastProbes = new CountDownLatch(PAIRS.size());
        private final CountDownLatch runs = new CountDownLatch(PAIRS.size());

        public List<String> questions() {
            return EVERYBODY;
        }

        public void ask(Exchange exchange) {
            exchange.setProperty(
                    Glue.OUTSIDE, exchange.getMessage().getBody(String.class).startsWith("outside"));
        }

        void probe(Exchange exchange) throws InterruptedException {
            String who = exchange.getMessage().getBody(String.class);
            if (PAIRS.contains(who)) {
                await(lastProbes, who);
            } else {
                asked.add(who + " by " + Thread.currentThread().getName());
                await(questions, who);
            }
        }

        /** One of the answers is for both pairs, and enough for both. */
        public List<String> answers(Exchange exchange) {
            return exchange.getMessage().getBody(String.class).equals("outside-2") ? PAIRS : List.of();
        }

        public void turnTo(Exchange exchange) {
            exchange.setProperty(Glue.DECISION, "");
        }

        public void askOnceMore() {}

        public void answered(Exchange exchange) {
            boolean last = exchange.getProperty(Glue.DECISION, String.class).equals(Decision.PROBE_ONCE_MORE.label());
            exchange.setProperty(Glue.DECISION, (last ? Decision.RUN : Decision.PROBE_ONCE_MORE).label());
        }

        void run(Exchange exchange) throws InterruptedException {
            String pair = exchange.getMessage().getBody(String.class);
            await(runs, pair);
            run.add(pair);
        }

        private void await(CountDownLatch all, String who) throws InterruptedException {
            all.countDown();
            if (!all.await(20, TimeUnit.SECONDS)) {
                waitedInVain.add(who);
            }
        }
    }
}
