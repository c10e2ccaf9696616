package org.pbxfailover.dns;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/**
 * One question to one server: twice over UDP, then over TCP, and over TCP at once when an answer was too long for UDP. Everything ends by
 * an absolute deadline on the scale of {@link System#nanoTime()}.
 */
final class Asking {
    private static final int TRIES = 3;
    private static final Duration FIRST_TRY = Duration.ofSeconds(1);

    private Asking() {}

    /** A query for a record type of a name. */
    static Message query(Name name, int type, boolean recursive) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        if (!recursive) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        return query;
    }

    /** The answer, whatever it says; fails with an {@link IOException} when there is none by the deadline. */
    static CompletableFuture<Message> ask(InetSocketAddress server, Message query, long deadline) {
        return ask(server, query, Optional.empty(), deadline, 1);
    }

    /** The same for what must not arrive twice: once, over TCP, signed by a key if there is one. */
    static CompletableFuture<Message> send(
            InetSocketAddress server, Message message, Optional<TSIG> key, long deadline) {
        return ask(server, message, key, deadline, TRIES);
    }

    private static CompletableFuture<Message> ask(
            InetSocketAddress server, Message query, Optional<TSIG> key, long deadline, int attempt) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            return CompletableFuture.failedFuture(new SocketTimeoutException("no answer in time"));
        }
        long patience = attempt == TRIES ? left : Math.max(1, Math.min(FIRST_TRY.toMillis() * attempt, left / 3));
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTCP(attempt == TRIES);
        resolver.setTimeout(Duration.ofMillis(patience));
        key.ifPresent(resolver::setTSIGKey);
        return resolver.sendAsync(query.clone(), Runnable::run)
                .toCompletableFuture()
                .orTimeout(patience, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> attempt < TRIES
                        ? ask(server, query, key, deadline, attempt + 1)
                        : CompletableFuture.failedFuture(cause(failure)));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof TimeoutException ? new SocketTimeoutException("no answer in time") : cause;
    }

    /**
     * Waits for something that ends by itself at the deadline.
     *
     * @throws IOException what it failed with
     */
    static <T> T await(CompletableFuture<T> answer, long deadline) throws IOException {
        try {
            // A little more: what is awaited says better why there is nothing.
            return answer.get(deadline - System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            Throwable cause = cause(e.getCause() == null ? e : e.getCause());
            throw cause instanceof IOException io ? io : new IOException(words(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Why there was no answer, in a few words. */
    static String words(Throwable failure) {
        Throwable cause = cause(failure);
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SocketTimeoutException || message.contains("imed out")) {
            return "does not answer";
        }
        return message.contains("refused")
                ? "does not answer (connection refused)"
                : "gives no proper answer (" + message + ")";
    }
}
