package org.pbxfailover.config;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Files that may lie on a mount that hangs. Each is read on a thread of the system of its own, and whoever asks waits for it no longer than
 * the limit: an action must fail in time to be tried again. Who asks while a file does not answer starts no further thread, and
 * once the limit has passed waits no more. Thread-safe.
 */
final class PromptFiles {
    /** No disk that works needs so long. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "read-secret");
                thread.setDaemon(true);
                return thread;
            });

    private final UnaryOperator<String> read;
    private final Duration limit;
    private final Map<String, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();

    /** @param read the text of a file by its name; throws {@link SecretException} when there is none */
    PromptFiles(UnaryOperator<String> read, Duration limit) {
        this.read = read;
        this.limit = limit;
    }

    /** @throws SecretException when it cannot be had in time */
    String text(String name) {
        try {
            return underWay.computeIfAbsent(name, this::begun).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SecretException why) {
                throw why;
            }
            throw new SecretException("the file " + name + " does not answer: look at the disk or mount that it is on");
        }
    }

    private CompletableFuture<String> begun(String name) {
        var text = new CompletableFuture<String>();
        THREADS.execute(() -> {
            try {
                text.complete(read.apply(name));
            } catch (RuntimeException e) {
                text.completeExceptionally(e);
            } finally {
                underWay.remove(name);
            }
        });
        return text.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
