package org.pbxfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.send;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.console.TestRobot;
import org.pbxfailover.operator.FakeOperator;
import org.pbxfailover.web.Callers;
import org.pbxfailover.web.GuardedServers;

class ApiAtTheStartTest {
    private static final String TOKEN = "of-the-start";

    private final FakeOperator operator = new FakeOperator("acme");
    private final ApiServer api = new ApiServer(new Listen("127.0.0.1", 0), () -> TOKEN, operator);

    @Test
    void says_that_the_robot_starts_while_not_all_of_its_paths_are_there() throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("false");
        main.bind("guardedServers", new GuardedServers(api.gate(), exchange -> {}, new Callers()));
        api.properties().forEach(main::addOverrideProperty);
        main.configure().withRoutesIncludePattern("classpath:console-test.camel.yaml");
        try {
            main.start();
            HttpResponse<String> asked = send(request());
            HttpResponse<String> ordered = send(request("/failback").POST(BodyPublishers.ofString("{}")));
            HttpResponse<String> stranger = send(TestRobot.at(api.port(), "/api/pairs"));
            api.mount(main.getCamelContext());
            HttpResponse<String> later = send(request());

            assertThat(asked.statusCode()).isEqualTo(503);
            assertThat(asked.headers().firstValue("Content-Type")).hasValue(Refusal.CONTENT_TYPE);
            assertThat(asked.body()).contains("The robot is starting or ending; ask again.");
            assertThat(ordered.body()).contains("The robot is starting or ending; ask again.");
            assertThat(operator.orders).isEmpty();
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(later.body()).contains("There is no such path");
        } finally {
            main.stop();
        }
    }

    private HttpRequest.Builder request() {
        return request("");
    }

    private HttpRequest.Builder request(String order) {
        return TestRobot.at(api.port(), "/api/pairs/acme" + order)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }
}
