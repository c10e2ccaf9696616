package org.pbxfailover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * What the robot does in a storm, without all that makes it one: asks every primary once a second, counts, and makes the three calls after
 * the third failure in a row; the first second failure of any has both outside hosts asked. It probes no dead primary once more, waits for no
 * disk, has no deadline, and decides nothing.
 */
final class BareGuard {
    private static final int FAILURES = 3;

    private final CloseableHttpClient polling = BareClient.client().build();
    private final CloseableHttpClient acting = BareStorm.client();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final String world;

    private BareGuard(String world) {
        this.world = world;
    }

    /**
     * Guards until it is ended.
     *
     * @param arguments a file with the URL of a primary on each line, and the beginning of every other URL
     */
    public static void main(String[] arguments) throws IOException {
        BareGuard guard = new BareGuard(arguments[1]);
        List<String> urls = Files.readAllLines(Path.of(arguments[0]));
        BareClient.everySecond(IntStream.range(0, urls.size())
                .mapToObj(i -> guard.new Pair(i, urls.get(i)))
                .toList());
    }

    /** Its polls are a second apart, so one at a time counts. */
    private final class Pair implements Runnable {
        private final int number;
        private final String url;
        private volatile int failures;

        Pair(int number, String url) {
            this.number = number;
            this.url = url;
        }

        @Override
        public void run() {
            try {
                BareClient.ask(polling, url);
                failures = 0;
                asked.set(false);
            } catch (IOException e) {
                failed(failures + 1);
            }
        }

        private void failed(int inARow) {
            failures = inARow;
            if (inARow == FAILURES - 1 && asked.compareAndSet(false, true)) {
                BareStorm.outside(acting, world);
            }
            if (inARow == FAILURES) {
                BareStorm.calls(acting, world, number);
            }
        }
    }
}
