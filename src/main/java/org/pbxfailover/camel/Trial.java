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
        List<Attempt> attempts = attempts();
        ProducerTemplate template = context.createProducerTemplate();
        List<Callable<Tried>> tasks = new ArrayList<>();
        attempts.forEach(attempt -> tasks.add(() -> tried(attempt, attempt.way().go(template))));
        ExecutorService threads = context.getExecutorServiceManager().newFixedThreadPool(this, "trial", AT_A_TIME);
        try {
            List<Future<Tried>> ended = threads.invokeAll(tasks, limit(attempts).toMillis(), TimeUnit.MILLISECONDS);
            return IntStream.range(0, attempts.size())
                    .mapToObj(i -> outcome(attempts.get(i), ended.get(i)))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return attempts.stream().map(Trial::endless).toList();
        } finally {
            context.getExecutorServiceManager().shutdownNow(threads);
        }
    }

    /** In the worst case each thread asks its share of them one after the other, and nobody answers. */
    private static Duration limit(List<Attempt> attempts) {
        Duration longest =
                attempts.stream().map(Attempt::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
        return longest.multipliedBy((attempts.size() + AT_A_TIME - 1) / AT_A_TIME)
                .plus(SPARE);
    }

    private static Tried outcome(Attempt attempt, Future<Tried> ended) {
        try {
            return ended.get();
        } catch (CancellationException e) {
            return endless(attempt);
        } catch (ExecutionException e) {
            return tried(
                    attempt,
                    Attempt.Outcome.at(
                            false,
                            "trying it failed: " + RouteProblem.sentence(Objects.requireNonNullElse(e.getCause(), e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endless(attempt);
        }
    }

    private static Tried endless(Attempt attempt) {
        return tried(attempt, new Attempt.Outcome(false, attempt.timeout(), "it came to no end in time"));
    }

    private static Tried tried(Attempt attempt, Attempt.Outcome outcome) {
        return new Tried(attempt.pair(), attempt.what(), outcome.answers(), outcome.took(), outcome.found());
    }

    private List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        preflights
                .byHost()
                .forEach((host, look) -> attempts.add(
                        shared("outside host " + host, configuration.internet().timeout(), Ways.look(look))));
        configuration
                .heartbeat()
                .ifPresent(beat -> attempts.add(
                        shared("heartbeat", beat.timeout(), Ways.connect(Map.of("url", beat.url()), beat.timeout()))));
        for (int i = 0; i < configuration.notifications().size(); i++) {
            Action action = configuration.notifications().get(i).action();
            String what = "notify[" + i + "] (" + action.action() + ")";
            attempts.add(shared(what, action.timeout(), Ways.connect(action.settings(), action.timeout())));
        }
        pairs.all().forEach(guarded -> attempts.addAll(of(guarded)));
        return attempts;
    }

    private static Attempt shared(String what, Duration timeout, Attempt.Way way) {
        return new Attempt(Tried.EVERY, what, timeout, way);
    }

    private List<Attempt> of(Guarded guarded) {
        String pair = guarded.name();
        Questions asked = Objects.requireNonNull(questions.get(pair));
        List<Attempt> attempts = new ArrayList<>();
        attempts.add(probe(pair, "primary", asked.primary().alone()));
        asked.primary().also().ifPresent(sip -> attempts.add(probe(pair, "SIP side of the primary", sip)));
        asked.secondary().ifPresent(question -> attempts.add(probe(pair, "secondary", question)));
        guarded.pair
                .secondary()
                .synced()
                .ifPresent(synced ->
                        attempts.add(new Attempt(pair, "synchronised copy", Duration.ZERO, Ways.copy(synced))));
        asked.witnesses()
                .forEach((name, question) ->
                        attempts.add(new Attempt(pair, name, question.timeout(), Ways.witness(question))));
        attempts.addAll(actions(guarded));
        return attempts;
    }

    private static Attempt probe(String pair, String what, Question question) {
        return new Attempt(pair, what, question.timeout(), Ways.probe(question));
    }

    private static List<Attempt> actions(Guarded guarded) {
        Pair pair = guarded.pair;
        List<String> names = new ArrayList<>(Preflights.namesOf(pair.activation(), ""));
        names.addAll(Preflights.namesOf(pair.failback(), Preflights.BACK));
        List<Action> actions = new ArrayList<>();
        pair.activation().values().forEach(actions::addAll);
        pair.failback().values().forEach(actions::addAll);
        List<Object> looks = Preflights.of(guarded);
        return IntStream.range(0, looks.size())
                .mapToObj(i -> new Attempt(
                        pair.name(),
                        names.get(i) + " (" + actions.get(i).action() + ")",
                        actions.get(i).preflight().orElse(actions.get(i)).timeout(),
                        Ways.look(looks.get(i))))
                .toList();
    }
}
