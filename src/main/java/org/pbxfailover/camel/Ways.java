package org.pbxfailover.camel;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Part.Outcome;
import org.pbxfailover.camel.Part.Way;
import org.pbxfailover.config.Pair.Synced;
import org.pbxfailover.config.SecretException;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;
import org.pbxfailover.notify.MailSettings;
import org.pbxfailover.probe.Question;
import org.pbxfailover.probe.WitnessRule;

/** The ways to try something without changing anything. */
final class Ways {
    private static final String NO_ADDRESS = "its address, with the secrets filled in, is no address of a server";

    private Ways() {}

    /** One probe, as the watch makes it. */
    static Way probe(Question question) {
        return probe(question, Probe::alive);
    }

    /**
     * A witness answers also when it says that it does not see the primary either.
     *
     * @param live whether this robot would switch the pair, so that the witness must not
     */
    static Way witness(Question question, boolean live) {
        Way asked = probe(
                question,
                probe -> probe.alive()
                        || (probe.finding() instanceof Finding.Failed failed && failed.failure() == FailureClass.BODY));
        return template -> {
            Outcome outcome = asked.go(template);
            return live && outcome.found().endsWith(WitnessRule.LIVE)
                    ? new Outcome(false, outcome.took(), outcome.found() + Witnesses.TWO_LIVE)
                    : outcome;
        };
    }

    private static Way probe(Question question, Predicate<Probe> answers) {
        return template -> {
            Exchange asked = template.send("direct:probe", exchange -> exchange.setProperty(Glue.QUESTION, question));
            if (!(asked.getProperty(Glue.PROBE) instanceof Probe probe)) {
                return failed(asked);
            }
            return new Outcome(answers.test(probe), probe.took(), Witnesses.said(probe));
        };
    }

    /** One look, as the readiness of a pair has it made. */
    static Way look(Object look) {
        return template -> {
            Exchange looked = template.send(
                    "direct:look", exchange -> exchange.getMessage().setBody(look));
            return Preflights.found(looked)
                    .map(found -> new Outcome(found.failure().isEmpty(), found.took(), found.said()))
                    .orElseGet(() -> failed(looked));
        };
    }

    /**
     * Only a connection to whoever would be told; the secrets must be there.
     *
     * @param settings with the {@code url} of a web server or the {@code server} for mail
     */
    static Way connect(Map<String, Object> settings, Duration timeout) {
        return template -> {
            try {
                return server(ActionUrl.resolved(settings, Map.of()))
                        .flatMap(server -> Question.reach(server, timeout))
                        .map(question -> probe(question).go(template))
                        .orElseGet(() -> Outcome.at(false, NO_ADDRESS));
            } catch (SecretException e) {
                return Outcome.at(false, String.valueOf(e.getMessage()));
            } catch (IOException | IllegalArgumentException e) {
                return Outcome.at(false, NO_ADDRESS);
            }
        };
    }

    private static Optional<URI> server(Map<String, Object> settings) throws IOException {
        if (settings.get("url") instanceof String url) {
            return Optional.of(URI.create(url));
        }
        if (!settings.containsKey("server")) {
            return Optional.empty();
        }
        MailSettings mail = MailSettings.of(settings);
        return Optional.of(URI.create("tcp://" + mail.host() + ":" + mail.port()));
    }

    /** The synchronised copy, by its age. */
    static Way copy(Synced synced) {
        return template -> Freshness.now(synced)
                .map(why -> Outcome.at(false, why))
                .orElseGet(() -> Outcome.at(true, synced.file() + " is fresh"));
    }

    /** The route was edited in such a way that nothing was found. */
    private static Outcome failed(Exchange exchange) {
        Exception failure = exchange.getException();
        return Outcome.at(
                false,
                failure == null
                        ? "the route found nothing"
                        : "the route failed: " + failure.getClass().getSimpleName());
    }
}
