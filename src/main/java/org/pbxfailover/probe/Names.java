package org.pbxfailover.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.net.InetAddressUtils;
import org.pbxfailover.core.Humane;

/**
 * Looks names up within a deadline. The system's lookup cannot be interrupted, so it runs on a few threads of its own, one lookup at a
 * time for each name, and the caller leaves when its time is up. Thread-safe.
 */
final class Names implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int WAITING = 20_000;

    /** The system's lookup, or another one in tests. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookup(String name) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final ThreadPoolExecutor threads;
    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

    Names(Lookup lookup) {
        this.lookup = lookup;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), Daemons.named("names"));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Makes the JVM forget addresses within seconds, since a failover moves them (fault 32). Must run before the first lookup of the
     * process: the JVM reads these settings once.
     */
    static void forgetSoon() {
        Security.setProperty("networkaddress.cache.ttl", "5");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    /**
     * The addresses of a name, at least one, in the system's order; those of a literal address at once.
     *
     * @throws UnknownHostException when there are none, or no answer by the deadline
     * @throws OwnException when too many lookups wait already
     */
    List<InetAddress> resolve(String name, long deadline) throws IOException {
        if (literal(name)) {
            return List.of(
                    InetAddress.getByName(name.replace("%25", "%"))); // in a URL a zone is percent-encoded (RFC 6874)
        }
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return running.computeIfAbsent(name, this::begin).get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnknownHostException("no answer from the name service for " + name);
        } catch (ExecutionException e) {
            throw new UnknownHostException("no address for " + name);
        } catch (RejectedExecutionException e) {
            throw new OwnException("too many name lookups are waiting");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up a name");
        }
    }

    /** Whether this is an address and no name. */
    static boolean literal(String name) {
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        return bracketed || InetAddressUtils.isIPv4(name) || InetAddressUtils.isIPv6(name);
    }

    /** Why a request was late, when it was for its lookup: that took more than half of its time, so nothing is known of the other side. */
    static Optional<IOException> late(long lookup, long timeout) {
        return lookup <= Math.max(0, timeout) / 2
                ? Optional.empty()
                : Optional.of(
                        new UnknownHostException("the name service took " + Humane.duration(Duration.ofNanos(lookup))));
    }

    private CompletableFuture<List<InetAddress>> begin(String name) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        threads.execute(() -> {
            List<InetAddress> addresses = List.of();
            try {
                addresses = List.of(lookup.lookup(name));
            } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                running.remove(name, answer);
                if (addresses.isEmpty()) {
                    answer.completeExceptionally(new UnknownHostException(name));
                } else {
                    answer.complete(addresses);
                }
            }
        });
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
