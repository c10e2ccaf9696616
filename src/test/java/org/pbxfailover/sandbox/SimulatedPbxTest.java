package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pbxfailover.sandbox.Seen.Request;
import org.pbxfailover.web.Ports;

class SimulatedPbxTest {
    private static final SimulatedPbx.Pace PACE = new SimulatedPbx.Pace(Duration.ofMillis(100), Duration.ofMillis(300));

    private final Chronicle chronicle = new Chronicle();
    private SimulatedPbx pbx;

    @BeforeEach
    void start() throws IOException {
        pbx = new SimulatedPbx("secondary", "127.0.0.1", Ports.free("127.0.0.1"), false, PACE, chronicle);
    }

    @AfterEach
    void stop() {
        pbx.close();
    }

    @Test
    void showsAPageThatSaysItIsAPbx() throws IOException {
        assertThat(Http.get(pbx.uri("/")).statusCode()).isEqualTo(200);
        assertThat(Http.get(pbx.uri("/")).body()).contains("PBX");
    }

    @Test
    void refusesToRegisterItsTrunkBeforeAReload() throws IOException {
        assertThat(Http.post(pbx.uri("/trunks/register")).statusCode()).isEqualTo(409);
        assertThat(pbx.trunk()).isEqualTo(SimulatedPbx.Trunk.UNREGISTERED);
    }

    @Test
    void acceptsTelephonesOnlyAfterAReloadWhichTakesItsTime() throws IOException {
        assertThat(Http.post(pbx.uri("/telephones/register")).statusCode()).isEqualTo(503);

        long began = System.nanoTime();
        assertThat(Http.post(pbx.uri("/reload")).statusCode()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(PACE.reload());
        assertThat(Http.post(pbx.uri("/telephones/register")).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyQueuesARegistrationAndHasItsTrunkLater() throws IOException {
        Http.post(pbx.uri("/reload"));

        var queued = Http.post(pbx.uri("/trunks/register"));

        assertThat(queued.statusCode()).isEqualTo(200);
        assertThat(queued.body()).contains("registration queued");
        assertThat(Http.get(pbx.uri("/trunks")).body()).contains("registering").doesNotContain("200 OK");
        await().until(() -> Http.get(pbx.uri("/trunks")).body().contains("200 OK"));
        Http.post(pbx.uri("/trunks/unregister"));
        assertThat(Http.get(pbx.uri("/trunks")).body()).contains("unregistered").doesNotContain("200 OK");
    }

    /** The verdict of the demo goes by the order of what was seen, so whoever is told of an effect must have asked after it. */
    @Test
    void tellsOfNothingThatIsSeenLaterThanTheQuestion() throws IOException {
        Http.post(pbx.uri("/reload"));
        CountDownLatch never = new CountDownLatch(1);
        chronicle.onLine(line -> {
            if (line instanceof Request request && request.path().equals("/trunks")) {
                waitFor(never, PACE.trunk().multipliedBy(2)); // meanwhile the trunk would be registered
            }
        });
        Http.post(pbx.uri("/trunks/register"));

        assertThat(Http.get(pbx.uri("/trunks")).body()).contains("registering");
    }

    private static void waitFor(CountDownLatch latch, Duration time) {
        try {
            assertThat(latch.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void unregisteringOvertakesAQueuedRegistration() throws IOException {
        Http.post(pbx.uri("/reload"));
        Http.post(pbx.uri("/trunks/register"));
        Http.post(pbx.uri("/trunks/unregister"));

        await().during(PACE.trunk().multipliedBy(2)).until(() -> pbx.trunk() == SimulatedPbx.Trunk.UNREGISTERED);
    }

    @Test
    void refusesConnectionsWhenKilledAndComesBackOnTheSamePortWithNothingKept() throws IOException {
        Http.post(pbx.uri("/reload"));
        Http.post(pbx.uri("/trunks/register"));
        pbx.kill();

        assertThatThrownBy(() -> Http.get(pbx.uri("/"))).isInstanceOf(ConnectException.class);

        pbx.revive();
        assertThat(Http.get(pbx.uri("/")).statusCode()).isEqualTo(200);
        assertThat(pbx.acceptsRegistrations()).isFalse();
        await().during(PACE.trunk().multipliedBy(2)).until(() -> pbx.trunk() == SimulatedPbx.Trunk.UNREGISTERED);
    }

    @Test
    void acceptsAndNeverAnswersWhenItHangs() throws IOException {
        pbx.hang();

        assertThatThrownBy(() -> Http.get(pbx.uri("/"), Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class);
        await().until(() -> requests().stream().anyMatch(request -> request.is("GET", "/")));

        pbx.revive();
        assertThat(Http.get(pbx.uri("/")).statusCode()).isEqualTo(200);
    }

    @Test
    void aPrimaryIsInServiceWheneverItStarts() throws IOException {
        try (SimulatedPbx primary = new SimulatedPbx("primary", "127.0.0.1", 0, true, PACE, chronicle)) {
            assertThat(Http.get(primary.uri("/trunks")).body()).contains("200 OK");
            primary.kill();
            assertThat(primary.trunk()).isEqualTo(SimulatedPbx.Trunk.UNREGISTERED);
            primary.revive();
            assertThat(Http.get(primary.uri("/trunks")).body()).contains("200 OK");
        }
    }

    @Test
    void recordsWhatItSawWithKeyAndBody() throws IOException {
        Http.post(pbx.uri("/reload"));
        Http.get(pbx.uri("/trunks?verbose=1"));

        assertThat(requests())
                .extracting(Request::where, Request::method, Request::path, Request::key, Request::body)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "secondary", "POST", "/reload", Optional.of("demo-1-stage-1"), "hello"),
                        org.assertj.core.groups.Tuple.tuple(
                                "secondary", "GET", "/trunks?verbose=1", Optional.empty(), ""));
    }

    @Test
    void tellsOtherProcessesWhatItSawWithoutCountingTheQuestion() throws IOException {
        Http.post(pbx.uri("/reload"));

        Http.get(pbx.uri("/sandbox/seen"));
        JsonNode seen =
                new ObjectMapper().readTree(Http.get(pbx.uri("/sandbox/seen")).body());

        assertThat(seen.findValuesAsText("path")).containsExactly("/reload");
        assertThat(seen.findValuesAsText("idempotency-key")).containsExactly("demo-1-stage-1");
        assertThat(seen.findValuesAsText("change")).contains("started", "reloaded");
    }

    @Test
    void namesTheAddressThatIsTaken() {
        assertThatThrownBy(() -> new SimulatedPbx("primary", "127.0.0.1", pbx.port(), true, PACE, chronicle))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the simulated primary cannot listen on 127.0.0.1:" + pbx.port());
    }

    private List<Request> requests() {
        return Story.requests(chronicle.all(), request -> true);
    }
}
