package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.web.Ports;

class SimulatorsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final CountDownLatch stop = new CountDownLatch(1);

    @AfterEach
    void stop() {
        stop.countDown();
    }

    @Test
    void aPbxRunsAloneUntilStopped() throws IOException {
        int port = Ports.free("127.0.0.1");
        CompletableFuture<Integer> pbx = Aside.run(() -> Simulators.pbx(out, "127.0.0.1:" + port, "secondary", stop));
        await().until(() -> text().contains("listens on 127.0.0.1:" + port));

        assertThat(Http.get(URI.create("http://127.0.0.1:" + port + "/trunks")).body())
                .contains("unregistered");

        stop.countDown();
        assertThat(pbx.join()).isZero();
    }

    @Test
    void outsideHostsAndDnsRunTogetherUntilStopped() throws IOException {
        int outside = Ports.free("127.0.0.1");
        int updates = Ports.free("127.0.0.1");
        int queries = Ports.free("127.0.0.1");
        Simulators.Internet settings =
                new Simulators.Internet("127.0.0.1", outside, 1, updates, queries, "pbx.example", "192.0.2.1");
        CompletableFuture<Integer> internet = Aside.run(() -> Simulators.internet(out, settings, stop));
        await().until(() -> text().contains("listens on 127.0.0.1:" + updates));

        assertThat(Http.get(URI.create("http://127.0.0.1:" + outside + "/")).statusCode())
                .isEqualTo(204);
        assertThat(Http.get(URI.create("http://127.0.0.1:" + updates + "/update?name=pbx.example&ip=192.0.2.2"))
                        .body())
                .isEqualTo("good 192.0.2.2\n");

        stop.countDown();
        assertThat(internet.join()).isZero();
    }

    @Test
    void hasTheDnsService53PortsAboveTheFirstOutsideHost() {
        assertThat(Simulators.Internet.at("0.0.0.0", 8000, "pbx.example", "192.0.2.1"))
                .isEqualTo(new Simulators.Internet("0.0.0.0", 8000, 3, 8053, 8053, "pbx.example", "192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "127.0.0.1:", "127.0.0.1:70000", ":8080", "a b:80"})
    void refusesWhatIsNoAddressToListenOn(String listen) {
        assertThat(Simulators.pbx(out, listen, "primary", stop)).isEqualTo(2);
        assertThat(text()).contains("'" + listen + "' is no address to listen on; host:port such as 0.0.0.0:8080");
    }

    @Test
    void refusesAnUnknownRole() {
        assertThat(Simulators.pbx(out, "127.0.0.1:0", "spare", stop)).isEqualTo(2);
        assertThat(text()).contains("role: 'spare' is none; primary or secondary would be right");
    }

    @Test
    void namesTheAddressThatIsTaken() throws IOException {
        try (SimulatedOutside taken = new SimulatedOutside("127.0.0.1", java.util.List.of(0), new Chronicle())) {
            int port = taken.uris().get(0).getPort();

            assertThat(Simulators.pbx(out, "127.0.0.1:" + port, "primary", stop))
                    .isEqualTo(1);
            assertThat(text()).contains("the simulated primary cannot listen on 127.0.0.1:" + port);
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
