package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** However many hostile probes leave neither a thread nor a socket nor memory behind. */
class NothingLeftBehindTest {
    /** The servers are busier than the robot. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 32;

    @Test
    void a_thousand_hostile_probes_leave_nothing_behind() throws Exception {
        leaveNothingBehind(1_000);
    }

    @Test
    @Tag("soak")
    void ten_thousand_hostile_probes_leave_nothing_behind() throws Exception {
        leaveNothingBehind(10_000);
    }

    private static void leaveNothingBehind(int probes) throws Exception {
        Map<Hostile, Peer> peers = new EnumMap<>(Hostile.class);
        ExecutorService askers = Executors.newFixedThreadPool(AT_ONCE);
        try (Asker asker = new Asker(
                name -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                Certificates.shared().trust())) {
            for (Hostile hostile : Hostile.values()) {
                peers.put(hostile, hostile.open());
            }
            for (Map.Entry<Hostile, Peer> one : peers.entrySet()) { // loads the classes, one after the other
                asker.once(Asker.get(one.getKey().url(one.getValue(), "pbx.example"), 80));
            }
            probe(asker, askers, peers, 2 * peers.size());
            await("every server to be let go")
                    .atMost(PATIENCE)
                    .until(() -> peers.values().stream().allMatch(peer -> peer.open() == 0));
            int files = files();
            Set<String> threads = robotsThreads();
            long memory = memory();

            probe(asker, askers, peers, probes);

            await("every server to be let go")
                    .untilAsserted(() -> assertThat(peers)
                            .allSatisfy((hostile, peer) ->
                                    assertThat(peer.open()).as(hostile.words()).isZero()));
            await("every connection to be given back").until(() -> asker.clients.open() == 0);
            assertThat(asker.clients.awaited()).as("deadlines still awaited").isZero();
            await("every file to be closed")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(files()).isLessThanOrEqualTo(files + 3));
            assertThat(robotsThreads()).isSubsetOf(threads);
            assertThat(memory() - memory).as("bytes kept").isLessThan(20_000_000);
        } finally {
            askers.shutdownNow();
            for (Peer peer : peers.values()) {
                peer.close();
            }
        }
    }

    /** One in four has so little time that its deadline falls into connecting. */
    private static void probe(Asker asker, ExecutorService askers, Map<Hostile, Peer> peers, int times)
            throws Exception {
        List<Map.Entry<Hostile, Peer>> all = List.copyOf(peers.entrySet());
        List<Callable<Probe>> probes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Map.Entry<Hostile, Peer> one = all.get(i % all.size());
            int millis = i % 4 == 0 ? 1 + i % 7 : 80;
            Question question = Asker.get(one.getKey().url(one.getValue(), "pbx.example"), millis, "200-299");
            probes.add(() -> asker.once(Asker.containing(question, Hostile.WELL)));
        }
        for (Future<Probe> probe : askers.invokeAll(probes)) {
            assertThat(probe.get().finding()).isInstanceOf(Finding.Failed.class);
        }
        for (Peer peer : peers.values()) {
            peer.requests.clear();
        }
    }

    private static int files() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }

    /**
     * All but the servers' own, those that run the tests and wait for their conditions, and those of the name lookups, which are few, come
     * when they are needed and go when they are not.
     */
    private static Set<String> robotsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> Stream.of("peer", "probe-names-", "ForkJoinPool", "awaitility[")
                        .noneMatch(name::startsWith))
                .collect(Collectors.toSet());
    }

    /** After a collection; the least of a few, since what runs beside the test allocates as well. */
    private static long memory() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
