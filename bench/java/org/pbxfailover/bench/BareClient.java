package org.pbxfailover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * The floor: the same requests at the same times with nothing but a tick, a thread pool and Apache HttpClient 5 with kept connections.
 * It reads every body, and has no deadline, no statistics, no decisions and no journal.
 */
final class BareClient {
    private static final int TICKS_IN_A_SECOND = 20;
    private static final int CONNECTIONS = 10_000;

    private BareClient() {}

    /**
     * Asks until it is ended.
     *
     * @param arguments a file with one URL a line; each is asked for once a second, spread over the ticks of the second
     */
    public static void main(String[] arguments) throws IOException {
        CloseableHttpClient client = client().build();
        everySecond(Files.readAllLines(Path.of(arguments[0])).stream()
                .map(url -> new HttpGetter(client, url))
                .toList());
    }

    /** One that keeps its connections, and does nothing by itself. */
    static HttpClientBuilder client() {
        var pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(pool)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement();
    }

    /** Asks and reads what is answered. */
    static void ask(CloseableHttpClient client, String url) throws IOException {
        client.execute(new HttpGet(url), answer -> EntityUtils.toByteArray(answer.getEntity()).length);
    }

    /** Runs each of them once a second, each in a thread, spread over the ticks of the second. */
    static void everySecond(List<? extends Runnable> polls) {
        ExecutorService threads = Executors.newCachedThreadPool();
        var ticks = Executors.newSingleThreadScheduledExecutor();
        for (int tick = 0; tick < TICKS_IN_A_SECOND; tick++) {
            List<? extends Runnable> due =
                    polls.subList(polls.size() * tick / TICKS_IN_A_SECOND, polls.size() * (tick + 1) / TICKS_IN_A_SECOND);
            var unused = ticks.scheduleAtFixedRate(
                    () -> due.forEach(threads::execute),
                    tick * 1_000L / TICKS_IN_A_SECOND,
                    1_000,
                    TimeUnit.MILLISECONDS);
        }
    }

    private record HttpGetter(CloseableHttpClient client, String url) implements Runnable {
        @Override
        public void run() {
            try {
                ask(client, url);
            } catch (IOException e) {
                System.err.println(url + ": " + e.getMessage());
            }
        }
    }
}
