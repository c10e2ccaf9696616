package org.pbxfailover.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * What the requests of many activations cost by themselves: for each pair a thread that asks the dead primary twice and makes the three
 * calls, one after the other, each on a connection of its own; and one that asks both outside hosts for all of them. All that twice over,
 * the first time to warm up. It has no decisions, no deadline and no journal.
 */
final class BareStorm {
    private BareStorm() {}

    /**
     * Makes the calls of all pairs at once, twice.
     *
     * @param arguments the beginning of every URL, the number of pairs, and a URL where nobody listens
     */
    public static void main(String[] arguments) throws InterruptedException {
        CloseableHttpClient client = client();
        int pairs = Integer.parseInt(arguments[1]);
        for (int round = 0; round < 2; round++) {
            Wait.forTime(java.time.Duration.ofSeconds(2)); // between both, for the servers' notes to be read
            ExecutorService threads = Executors.newCachedThreadPool();
            threads.execute(() -> outside(client, arguments[0]));
            IntStream.range(0, pairs)
                    .forEach(i -> threads.execute(() -> activate(client, arguments[0], arguments[2], i)));
            threads.shutdown();
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the calls did not end");
            }
        }
        Wait.forTime(java.time.Duration.ofSeconds(60)); // until it is ended
    }

    /** One whose connections are used once, as the robot's are for actions. */
    static CloseableHttpClient client() {
        return BareClient.client()
                .setConnectionReuseStrategy((request, response, context) -> false)
                .build();
    }

    private static void activate(CloseableHttpClient client, String world, String dead, int pair) {
        make(client, dead, List.of(ClassicRequestBuilder.get(dead), ClassicRequestBuilder.get(dead)));
        calls(client, world, pair);
    }

    /** Asks both outside hosts. */
    static void outside(CloseableHttpClient client, String world) {
        make(
                client,
                "outside",
                List.of(
                        ClassicRequestBuilder.get(world + "/outside-1"),
                        ClassicRequestBuilder.get(world + "/outside-2")));
    }

    /** Makes the three calls of a pair, one after the other. */
    static void calls(CloseableHttpClient client, String world, int pair) {
        String url = world + RobotConfiguration.reload(pair);
        make(
                client,
                url,
                List.of(
                        ClassicRequestBuilder.post(url),
                        ClassicRequestBuilder.post(url + "-trunks"),
                        ClassicRequestBuilder.get(url + "-dns")));
    }

    private static void make(CloseableHttpClient client, String of, List<ClassicRequestBuilder> calls) {
        for (ClassicRequestBuilder call : calls) {
            try {
                client.execute(call.build(), answer -> EntityUtils.toByteArray(answer.getEntity()).length);
            } catch (HttpHostConnectException e) {
                // The dead primary.
            } catch (IOException e) {
                System.err.println(of + ": " + e.getMessage());
            }
        }
    }
}
