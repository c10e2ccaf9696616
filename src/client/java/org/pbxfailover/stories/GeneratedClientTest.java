package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.ObjectMapper;
import generated.client.ApiClient;
import generated.client.ApiException;
import generated.client.DefaultApi;
import generated.client.model.Drill;
import generated.client.model.Epoch;
import generated.client.model.Explanation;
import generated.client.model.FailBack;
import generated.client.model.Maintenance;
import generated.client.model.Order;
import generated.client.model.PairView;
import generated.client.model.Probe;
import generated.client.model.Problem;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** The API as somebody sees it who knows {@code openapi.json} only: through a client that a generator made of it. */
@Tag("client")
class GeneratedClientTest {
    @TempDir
    static Path temp;

    private static Town town;
    private static InProcess process;
    private static DefaultApi api;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        List.of("listed", "dies", "maintained", "refuses", "held", "drilled", "kept").forEach(town::pair);
        process = InProcess.start(town.write(), Town.routes());
        api = with(Town.TOKEN);
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    private static DefaultApi with(String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri("http://127.0.0.1:" + process.apiPort());
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return new DefaultApi(client);
    }

    private static void until(String pair, PairView.StateEnum state) {
        soon(pair + " to be " + state).until(() -> api.pair(pair).getState(), state::equals);
    }

    private static Problem refused(ThrowingCallable call) throws Exception {
        ApiException refusal = catchThrowableOfType(ApiException.class, call);
        Problem problem = new ObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
        assertThat(problem.getStatus()).isEqualTo(refusal.getCode());
        return problem;
    }

    @Story
    void it_lists_every_pair() throws Exception {
        until("listed", PairView.StateEnum.WATCHING);
        assertThat(api.pairs().getRobot()).isEqualTo("stories");
        assertThat(api.pairs().getPairs()).extracting(PairView::getName).contains("listed", "dies", "kept");
        soon("a poll").until(() -> api.pair("listed").getPrimary() != null);
        PairView pair = api.pair("listed");
        assertThat(pair.getMode()).isEqualTo(PairView.ModeEnum.LIVE);
        assertThat(pair.getNeededFailures()).isEqualTo(3);
        assertThat(pair.getPrimary().getAlive()).isTrue();
        assertThat(pair.getSince()).isBefore(OffsetDateTime.now());
    }

    @Story
    void it_reads_why_a_pair_was_failed_over_and_orders_the_way_back() throws Exception {
        town.primary("dies").dies();
        until("dies", PairView.StateEnum.ACTIVE);
        Explanation epoch = api.explain("dies", null);
        assertThat(epoch).isEqualTo(api.explain("dies", epoch.getEpoch()));
        assertThat(epoch.getKind()).isEqualTo(Explanation.KindEnum.FAILOVER);
        assertThat(epoch.getEvidence().getFailed())
                .extracting(Probe::getFailure)
                .containsOnly(Probe.FailureEnum.REFUSED);
        assertThat(epoch.getEvidence().getOutside()).isNotEmpty();
        assertThat(epoch.getStages()).hasSameSizeAs(Town.ORDER);

        town.primary("dies").lives();
        soon("what speaks for going back")
                .until(() -> !api.pair("dies").getFailbackPreconditions().isEmpty());
        api.failback("dies", new FailBack().force(true).reason("the generated client").expectedEpoch(epoch.getEpoch()));
        until("dies", PairView.StateEnum.WATCHING);
        assertThat(api.history("dies").getEpochs())
                .extracting(Epoch::getKind, Epoch::getOutcome)
                .contains(tuple(Epoch.KindEnum.FAIL_BACK, Epoch.OutcomeEnum.COMPLETED));
    }

    @Story
    void it_orders_a_maintenance_and_its_end() throws Exception {
        assertThat(api.maintenance("maintained", new Maintenance()._for("30m").reason("new cables"))
                        .getPair()
                        .getMaintenanceUntil())
                .isAfter(OffsetDateTime.now());
        until("maintained", PairView.StateEnum.MAINTENANCE);
        assertThat(api.endMaintenance("maintained", new Order()).getSentence()).isNotBlank();
        until("maintained", PairView.StateEnum.WATCHING);
    }

    @Story
    void it_holds_releases_and_drills() throws Exception {
        api.hold("held", new Order().reason("a look"));
        until("held", PairView.StateEnum.HOLD);
        api.release("held", new Order());
        until("held", PairView.StateEnum.WATCHING);
        api.drill("drilled", new Drill().reason("every quarter"));
        soon("the drill's end").until(() -> api.pair("drilled").getDrill() != null
                && api.pair("drilled").getDrill().getEnded() != null);
        assertThat(api.pair("drilled").getDrill().getFindings()).isNotEmpty();
    }

    @Story
    void a_refused_order_is_a_problem_with_its_detail() throws Exception {
        until("refuses", PairView.StateEnum.WATCHING);
        Problem late = refused(() -> api.failover("refuses", new Order().expectedEpoch(7L)));
        assertThat(late.getStatus()).isEqualTo(409);
        assertThat(late.getDetail()).contains("epoch");
        assertThat(refused(() -> api.maintenance("refuses", new Maintenance()._for("8d")))
                        .getStatus())
                .isEqualTo(400);
        assertThat(refused(() -> api.pair("nobody")).getStatus()).isEqualTo(404);
        assertThat(api.history("refuses").getEpochs()).isEmpty();
        assertThat(town.chronicle.stages("refuses")).isEmpty();
    }

    @Story
    void a_wrong_token_is_a_401_and_changes_nothing() throws Exception {
        Problem problem = refused(() -> with("wrong").failover("kept", null));
        assertThat(problem.getStatus()).isEqualTo(401);
        assertThat(problem.getDetail()).contains("Bearer");
        assertThat(api.history("kept").getEpochs()).isEmpty();
    }
}
