package org.pbxfailover.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What runs beside a test until it is stopped: not in the common pool, which others need and which may have one thread only (Java 25). */
final class Aside {
    private Aside() {}

    static CompletableFuture<Integer> run(Supplier<Integer> program) {
        return CompletableFuture.supplyAsync(program, task -> {
            Thread thread = new Thread(task, "aside");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
