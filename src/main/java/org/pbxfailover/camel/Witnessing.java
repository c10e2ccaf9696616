package org.pbxfailover.camel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.pbxfailover.core.Probe;
import org.pbxfailover.operator.Testimony;

/**
 * Bean {@code witness}: another robot asks whether a primary is alive that this one guards, too. The primary is asked afresh, by one
 * probe that counts nowhere. There is at most one such probe of a primary at a time, whose finding all share who ask meanwhile, so that
 * nobody can hammer a PBX through this robot. Thread-safe.
 */
public final class Witnessing {
    /** So many are answered at a time: half of the threads that API and console have for everything. */
    private static final int AT_A_TIME = 8;

    /** Who has waited for longer than this is told so; the threads of the API are not to be had for waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Pattern QUERY = Pattern.compile("url=([^&]+)");

    /** One probe under way, for everybody who asks about this primary. */
    private record Look(Guarded guarded, String url, CompletableFuture<Probe> found) {}

    private final Pairs pairs;
    private final Map<String, Questions> questions;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final ConcurrentMap<String, CompletableFuture<Probe>> underWay = new ConcurrentHashMap<>();

    public Witnessing(Pairs pairs, Map<String, Questions> questions) {
        this.pairs = pairs;
        this.questions = questions;
    }

    /** Before the probe: whose primary it is. Sets a question when it has to be asked, and else the testimony. */
    public void ask(Exchange exchange) {
        Optional<String> url = url(exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, "", String.class));
        if (url.isEmpty()) {
            exchange.setProperty(Glue.TESTIMONY, new Testimony.Unclear());
            return;
        }
        Optional<Guarded> guarded = primary(url.get());
        if (guarded.isEmpty()) {
            exchange.setProperty(Glue.TESTIMONY, new Testimony.Stranger());
        } else if (!placed(exchange)) {
            exchange.setProperty(Glue.TESTIMONY, new Testimony.Busy());
        } else {
            look(exchange, guarded.get(), url.get());
        }
    }

    /** After the probe: what was found, for all who wait for it. */
    public void seen(Exchange exchange) {
        Look look = exchange.getProperty(Glue.POLL, Look.class);
        Probe probe = exchange.getProperty(Glue.PROBE, Probe.class);
        if (probe == null) { // the route was edited in such a way that nothing was asked
            throw new IllegalStateException("the probe for a witness came back without a finding");
        }
        look.found().complete(probe);
        exchange.setProperty(Glue.TESTIMONY, testimony(look.guarded(), look.url(), probe));
    }

    private static Testimony testimony(Guarded guarded, String url, Probe probe) {
        return new Testimony.Seen(url, Views.mode(guarded), guarded.rules.seesLife(probe), Views.probe(probe));
    }

    private void look(Exchange exchange, Guarded guarded, String url) {
        CompletableFuture<Probe> own = new CompletableFuture<>();
        CompletableFuture<Probe> others = underWay.putIfAbsent(guarded.name(), own);
        if (others != null) {
            exchange.setProperty(Glue.TESTIMONY, shared(others, guarded, url));
            return;
        }
        afterwards(exchange, () -> {
            underWay.remove(guarded.name(), own);
            own.cancel(false); // of no effect when there is a finding
        });
        exchange.setProperty(Glue.POLL, new Look(guarded, url, own));
        exchange.setProperty(
                Glue.QUESTION,
                Objects.requireNonNull(questions.get(guarded.name())).primary());
    }

    private static Testimony shared(CompletableFuture<Probe> found, Guarded guarded, String url) {
        Duration longest = guarded.rules.timeout().plus(PATIENCE);
        try {
            return testimony(guarded, url, found.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Testimony.Busy();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return new Testimony.Busy();
        }
    }

    /** Whether there was a place within the patience, which began when the question came in. */
    private boolean placed(Exchange exchange) {
        long left = PATIENCE.toMillis() - exchange.getClock().elapsed();
        try {
            boolean had = left > 0 && places.tryAcquire(left, TimeUnit.MILLISECONDS);
            if (had) {
                afterwards(exchange, places::release);
            }
            return had;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void afterwards(Exchange exchange, Runnable task) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                task.run();
            }
        });
    }

    private Optional<Guarded> primary(String url) {
        Optional<String> wanted = key(url);
        return StreamSupport.stream(pairs.all().spliterator(), false)
                .filter(guarded ->
                        wanted.equals(key(guarded.pair.primary().probe().url().toString())))
                .findFirst();
    }

    /** The same for URLs that mean the same: case of scheme and host, a port that need not be written, an empty path. */
    private static Optional<String> key(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + path + "?"
                    + uri.getRawQuery());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> url(String query) {
        Matcher matcher = QUERY.matcher(query);
        try {
            return matcher.matches()
                    ? Optional.of(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
