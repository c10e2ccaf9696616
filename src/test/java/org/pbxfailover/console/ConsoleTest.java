package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.at;
import static org.pbxfailover.console.TestRobot.basic;
import static org.pbxfailover.console.TestRobot.send;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.operator.FakeOperator;

class ConsoleTest {
    private static TestRobot robot;

    @BeforeAll
    static void start() throws Exception {
        robot = new TestRobot("acme");
    }

    @AfterAll
    static void stop() {
        robot.close();
    }

    @Test
    void has_no_problem_to_tell_of() {
        assertThat(robot.surfaces.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/hawtio",
                "/hawtio/",
                "/hawtio/index.html",
                "/hawtio/user",
                "/hawtio/jolokia",
                "/hawtio/jolokia/version",
                "/hawtio/../hawtio/user",
                "//hawtio/user",
                "/observe/health",
                "/observe/health/",
                "/observe/health/live/x",
                "/observe/health//live/../../metrics",
                "/observe/metrics",
                "/observe/info",
                "/q/dev",
                "/no/such/path"
            })
    void tells_strangers_nothing(String path) throws Exception {
        HttpResponse<String> answer = send(at(robot.console.port(), path));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic"));
        assertThat(answer.body()).isEqualTo("This console asks for user and password.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic %%%", "Basic YWRtaW4=", "Bearer s3cret-token", "x"})
    void refuses_credentials_that_are_none(String authorization) throws Exception {
        assertThat(send(at(robot.console.port(), "/observe/metrics").header("Authorization", authorization))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refuses_a_wrong_password_and_a_wrong_user() throws Exception {
        for (String wrong :
                new String[] {basic("admin", "guess"), basic("root", TestRobot.PASSWORD), basic("admin", "")}) {
            assertThat(send(at(robot.console.port(), "/hawtio/user").header("Authorization", wrong))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shows_hawtio_its_user_and_its_settings() throws Exception {
        assertThat(send(robot.console("/hawtio/user")).body()).isEqualTo("\"admin\"");
        assertThat(send(robot.console("/hawtio/auth/config/login")).body()).contains("\"external\"");
        assertThat(send(robot.console("/hawtio/auth/config/session-timeout")).body())
                .isEqualTo("{}");
        assertThat(send(robot.console("/hawtio/keycloak/enabled")).body()).isEqualTo("false");
        assertThat(send(robot.console("/hawtio/plugin")).body()).isEqualTo("[]");
        assertThat(send(robot.console("/hawtio/hawtconfig.json")).body()).contains("pbx-failover");
        assertThat(send(robot.console("/hawtio/auth/config/oidc")).statusCode()).isEqualTo(404);
    }

    @Test
    void serves_hawtio_and_its_own_pages_below_it() throws Exception {
        HttpResponse<String> index = send(robot.console("/hawtio/"));
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(index.body()).contains("<base href=\"/hawtio/\">");
        assertThat(send(robot.console("/hawtio/camel/routes")).body()).isEqualTo(index.body());
        String script = index.body().replaceAll("(?s).*src=\"([^\"]+)\".*", "$1");
        HttpResponse<String> main = send(robot.console(script));
        assertThat(main.statusCode()).isEqualTo(200);
        assertThat(main.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
    }

    @Test
    void leads_to_hawtio() throws Exception {
        for (String path : new String[] {"/", "/hawtio"}) {
            HttpResponse<String> answer = send(robot.console(path));
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).hasValue("/hawtio/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/../../etc/passwd",
                "/hawtio/..%2f..%2flogback.xml",
                "/hawtio/%2e%2e/jolokia-access.xml",
                "/hawtio/static/js/no.js",
                "/hawtio/img",
                "/jolokia-access.xml"
            })
    void serves_nothing_but_hawtio(String path) throws Exception {
        HttpResponse<String> answer = send(robot.console(path));
        assertThat(answer.body()).doesNotContain("root:", "<restrict>", "<configuration");
        if (answer.statusCode() == 200) {
            assertThat(answer.body()).contains("<base href=\"/hawtio/\">");
        }
    }

    @Test
    void answers_only_its_own_pages() throws Exception {
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
            HttpResponse<String> answer = send(robot.console("/hawtio/jolokia")
                    .header("Origin", origin)
                    .POST(BodyPublishers.ofString("{\"type\":\"version\"}")));
            assertThat(answer.statusCode()).as(origin).isEqualTo(403);
        }
        HttpResponse<String> own = send(robot.console("/hawtio/jolokia")
                .header("Origin", "http://127.0.0.1:" + robot.console.port())
                .POST(BodyPublishers.ofString("{\"type\":\"version\"}")));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(send(robot.console("/hawtio/user").header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
    }

    /** Behind a reverse proxy with TLS the page is {@code https:} and the request that arrives is not. */
    @Test
    void hawtio_works_behind_a_proxy_with_tls_that_passes_the_host_on() throws Exception {
        HttpResponse<String> answer = send(robot.console("/hawtio/jolokia")
                .header("Origin", "https://127.0.0.1:" + robot.console.port())
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString("{\"type\":\"version\"}")));
        assertThat(answer.body()).contains("\"agent\":");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** A browser adds the password to what a form sends, and Jolokia reads JSON of any content type. */
    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void a_form_on_another_sites_page_gives_no_order_and_a_link_may_lead_here(String site) throws Exception {
        HttpResponse<String> form = send(robot.console("/hawtio/jolokia")
                .header("Sec-Fetch-Site", site)
                .header("Sec-Fetch-Mode", "navigate")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"type\":\"version\"}")));
        assertThat(form.statusCode()).isEqualTo(403);
        HttpResponse<String> link =
                send(robot.console("/hawtio/").header("Sec-Fetch-Site", site).header("Sec-Fetch-Mode", "navigate"));
        assertThat(link.statusCode()).isEqualTo(200);
    }

    /** Somebody could lay it under a page of his own, and the person at the browser would click on its orders. */
    @Test
    void no_other_site_can_show_it_in_a_frame() throws Exception {
        for (String path : new String[] {"/hawtio/", "/no/such/path"}) {
            assertThat(send(robot.console(path)).headers().firstValue("X-Frame-Options"))
                    .hasValue("SAMEORIGIN");
        }
    }

    /** Not to strangers either: what they are refused with is text, and where they came from is nobody else's business. */
    @Test
    void nothing_of_it_is_taken_for_what_it_is_not_and_no_other_site_learns_its_addresses() throws Exception {
        for (var request : List.of(robot.console("/hawtio/"), at(robot.console.port(), "/hawtio/"))) {
            var headers = send(request).headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
        }
    }

    @Test
    void says_that_its_password_cannot_be_read_and_lets_nobody_in() throws Exception {
        robot.unreadable = true;
        try {
            HttpResponse<String> answer = send(robot.console("/hawtio/user"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).startsWith("The console's password cannot be read");
        } finally {
            robot.unreadable = false;
        }
    }

    @Test
    void a_taken_console_port_is_told_and_the_api_works_all_the_same() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestRobot second = new TestRobot(0, other.getLocalPort(), new FakeOperator("other"))) {
            assertThat(second.surfaces.problems())
                    .singleElement()
                    .asString()
                    .startsWith("robot.console.listen: nothing can listen on 127.0.0.1:" + other.getLocalPort());
            assertThat(send(second.api("/api/pairs")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_taken_api_port_is_told_and_everything_works_all_the_same() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestRobot second = new TestRobot(other.getLocalPort(), 0, new FakeOperator("other"))) {
            assertThat(second.surfaces.problems())
                    .singleElement()
                    .asString()
                    .startsWith("robot.api.listen: nothing can listen on 127.0.0.1:" + other.getLocalPort())
                    .endsWith("Until then the API is at 127.0.0.1:" + second.api.port() + ".");
            assertThat(send(second.console("/hawtio/user")).statusCode()).isEqualTo(200);
            assertThat(send(second.api("/api/pairs")).statusCode()).isEqualTo(200);
            assertThat(send(at(second.api.port(), "/api/pairs")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_port_of_the_api_is_not_taken_for_the_console_too() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TestRobot second = new TestRobot(port, port, new FakeOperator("other"))) {
            assertThat(second.surfaces.problems())
                    .containsExactly(
                            "robot.console.listen: port %d is that of robot.api.listen already; choose another one."
                                    .formatted(port));
            assertThat(send(second.api("/api/pairs")).statusCode()).isEqualTo(200);
            assertThat(send(second.api("/hawtio/")).statusCode()).isEqualTo(404);
        }
    }
}
