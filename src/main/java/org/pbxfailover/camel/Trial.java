package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.operator.Tried;
import org.pbxfailover.probe.Question;

/**
 * Tries everything that the pairs would need, once, for people who have just written or changed a configuration. Each part is asked as the
 * robot itself asks it while all is well; receivers of notifications and of the heartbeat are only connected to. Nothing is remembered.
 */
public final class Trial {
    /** Few, since many pairs often share one service, and services count requests. */
    private static final int AT_A_TIME = 16;

    /** What a busy machine may need beyond the deadlines of the requests. */
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final Pairs pairs;
    private final Map<String, Questions> questions;
    private final Preflights preflights;

    Trial(Configuration configuration, Pairs pairs, Map<String, Questions> questions, Preflights preflights) {
        this.configuration = configuration;
        this.pairs = pairs;
        this.questions = questions;
        this.preflights = preflights;
    }

    /**
     * What works and what does not, in the order of the configuration; what all pairs share comes first. Ends in a time that the deadlines
     * of the configuration bound, whatever the others do.
     *
     * @param context a started one that is bound to the same flow; only routes that begin with {@code direct:} have to run in it
     */
    public List<Tried> all(CamelContext context) {
        List<Part> parts = parts();
        ProducerTemplate template = context.createProducerTemplate();
        Semaphore turns = new Semaphore(AT_A_TIME, true); // virtual threads know no limit of a pool
        List<Callable<Tried>> tasks = new ArrayList<>();
        parts.forEach(part -> tasks.add(() -> inTurn(turns, part, template)));
        ExecutorService threads = context.getExecutorServiceManager().newFixedThreadPool(this, "trial", AT_A_TIME);
        try {
            List<Future<Tried>> ended = threads.invokeAll(tasks, limit(parts).toMillis(), TimeUnit.MILLISECONDS);
            return IntStream.range(0, parts.size())
                    .mapToObj(i -> outcome(parts.get(i), ended.get(i)))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return parts.stream().map(Trial::endless).toList();
        } finally {
            context.getExecutorServiceManager().shutdownNow(threads);
        }
    }

    private static Tried inTurn(Semaphore turns, Part part, ProducerTemplate template) throws InterruptedException {
        turns.acquire();
        try {
            return tried(part, part.way().go(template));
        } finally {
            turns.release();
        }
    }

    /** In the worst case each turn is for its share of them, one after the other, and nobody answers. */
    private static Duration limit(List<Part> parts) {
        Duration longest =
                parts.stream().map(Part::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
        return longest.multipliedBy((parts.size() + AT_A_TIME - 1) / AT_A_TIME).plus(SPARE);
    }

    private static Tried outcome(Part part, Future<Tried> ended) {
        try {
            return ended.get();
        } catch (CancellationException e) {
            return endless(part);
        } catch (ExecutionException e) {
            return tried(
                    part,
                    Part.Outcome.at(
                            false, "trying it failed: " + Cause.sentence(Objects.requireNonNullElse(e.getCause(), e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endless(part);
        }
    }

    private static Tried endless(Part part) {
        return tried(part, new Part.Outcome(false, part.timeout(), "it came to no end in time"));
    }

    private static Tried tried(Part part, Part.Outcome outcome) {
        return new Tried(part.pair(), part.what(), outcome.answers(), outcome.took(), outcome.found());
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        preflights
                .byHost()
                .forEach((host, look) -> parts.add(
                        shared("outside host " + host, configuration.internet().timeout(), Ways.look(look))));
        configuration
                .heartbeat()
                .ifPresent(beat -> parts.add(
                        shared("heartbeat", beat.timeout(), Ways.connect(Map.of("url", beat.url()), beat.timeout()))));
        for (int i = 0; i < configuration.notifications().size(); i++) {
            Action action = configuration.notifications().get(i).action();
            String what = "notify[" + (i + 1) + "] (" + action.action() + ")";
            parts.add(shared(what, action.timeout(), Ways.connect(action.settings(), action.timeout())));
        }
        pairs.all().forEach(guarded -> parts.addAll(of(guarded)));
        return parts;
    }

    private static Part shared(String what, Duration timeout, Part.Way way) {
        return new Part(Tried.EVERY, what, timeout, way);
    }

    private List<Part> of(Guarded guarded) {
        String pair = guarded.name();
        Questions asked = Objects.requireNonNull(questions.get(pair));
        List<Part> parts = new ArrayList<>();
        parts.add(probe(pair, "primary", asked.primary().alone()));
        asked.primary().also().ifPresent(sip -> parts.add(probe(pair, "SIP side of the primary", sip)));
        asked.secondary().ifPresent(question -> parts.add(probe(pair, "secondary", question)));
        guarded.pair
                .secondary()
                .synced()
                .ifPresent(synced -> parts.add(new Part(pair, "synchronised copy", Duration.ZERO, Ways.copy(synced))));
        asked.witnesses()
                .forEach((name, question) -> parts.add(
                        new Part(pair, name, question.timeout(), Ways.witness(question, !guarded.rules.shadow()))));
        parts.addAll(actions(guarded));
        return parts;
    }

    private static Part probe(String pair, String what, Question question) {
        return new Part(pair, what, question.timeout(), Ways.probe(question));
    }

    private static List<Part> actions(Guarded guarded) {
        Pair pair = guarded.pair;
        List<String> names = new ArrayList<>(Preflights.namesOf(pair.activation(), ""));
        names.addAll(Preflights.namesOf(pair.failback(), Preflights.BACK));
        List<Action> actions = new ArrayList<>();
        pair.activation().values().forEach(actions::addAll);
        pair.failback().values().forEach(actions::addAll);
        List<Object> looks = Preflights.of(guarded);
        return IntStream.range(0, looks.size())
                .mapToObj(i -> new Part(
                        pair.name(),
                        names.get(i) + " (" + actions.get(i).action() + ")",
                        actions.get(i).preflight().orElse(actions.get(i)).timeout(),
                        Ways.look(looks.get(i))))
                .toList();
    }
}
