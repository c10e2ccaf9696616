package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JolokiaPolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static TestRobot robot;
    private static String camel;

    @BeforeAll
    static void start() throws Exception {
        robot = new TestRobot("acme", "beta");
        camel = robot.main.getCamelContext().getManagementName();
        assertThat(robot.main.getCamelContext().getCamelContextExtension().getContextPlugin(ManagedCamelContext.class))
                .isNotNull();
    }

    @AfterAll
    static void stop() {
        robot.close();
    }

    @BeforeEach
    void forgetOrders() {
        robot.operator.orders.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "context, dumpRoutesAsXml(), watch-test",
        "context, dumpRoutesStatsAsXml, routeStat",
        "routes:watch-test, dumpRouteAsXml(), otherwise",
        "routes:watch-test, dumpRouteStatsAsXml, routeStat"
    })
    void shows_diagram_source_and_statistics(String bean, String operation, String part) throws Exception {
        Object[] arguments = operation.contains("Stats") ? new Object[] {true, true} : new Object[0];
        JsonNode answer = exec(camelBean(bean), operation, arguments);
        assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.get("value").asText()).contains(part);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context | CamelVersion",
                "context | ExchangesTotal",
                "routes:watch-test | State",
                "routes:watch-test | MeanProcessingTime",
                "java.lang:type=Memory | HeapMemoryUsage",
                "java.lang:type=Runtime | Uptime",
                "java.lang:type=Threading | ThreadCount",
                "org.pbxfailover:type=Pair,name=acme | State"
            })
    void lets_people_look(String bean, String attribute) throws Exception {
        JsonNode answer = read(bean.contains("=") ? bean : camelBean(bean), attribute);
        assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.has("value")).isTrue();
    }

    @Test
    void shows_all_of_a_pair_at_once() throws Exception {
        JsonNode pair = post(Map.of("type", "read", "mbean", "org.pbxfailover:type=Pair,name=acme"))
                .get("value");
        assertThat(pair.get("State").asText()).isEqualTo("watching");
        assertThat(pair.get("Since").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(pair.get("Epoch").asLong()).isEqualTo(7);
        assertThat(pair.get("Ready").asBoolean()).isFalse();
        assertThat(pair.get("Alarms")).hasSize(1);
        assertThat(pair.get("LastProbe").asText()).isEqualTo("alive: 302 Found, 12 ms, 2026-11-23T12:00:00Z");
        assertThat(pair.get("Stages").get(0).asText()).isEqualTo("reload: running, 2 calls, 503 Service Unavailable");
    }

    @Test
    void passes_orders_on() throws Exception {
        String acme = "org.pbxfailover:type=Pair,name=acme";
        assertThat(exec(acme, "failover(java.lang.String)", "new disk")
                        .get("value")
                        .asText())
                .isEqualTo("Accepted: Ordered: failover.");
        assertThat(exec(acme, "failBack", true, "").get("status").asInt()).isEqualTo(200);
        assertThat(exec(acme, "maintenance", "30m", "").get("status").asInt()).isEqualTo(200);
        assertThat(exec(acme, "endMaintenance", "").get("status").asInt()).isEqualTo(200);
        assertThat(exec(acme, "acknowledge", "seen").get("status").asInt()).isEqualTo(200);
        assertThat(robot.operator.orders)
                .containsExactly(
                        "failover of acme by console: new disk",
                        "failback with force of acme by console",
                        "maintenance PT30M of acme by console",
                        "end of maintenance of acme by console",
                        "acknowledge of acme by console: seen");
        assertThat(exec(acme, "maintenance", "for ever", "").get("value").asText())
                .isEqualTo("Refused: A maintenance lasts 1s to 7d, written like 30m; this is none: \"for ever\".");
        assertThat(exec(acme, "explode", "").get("status").asInt()).isNotEqualTo(200);
    }

    @Test
    void lets_people_give_every_order_that_a_pair_offers() throws Exception {
        MBeanOperationInfo[] offered = ManagementFactory.getPlatformMBeanServer()
                .getMBeanInfo(PairBeans.name("acme"))
                .getOperations();
        assertThat(offered).isNotEmpty();
        for (MBeanOperationInfo order : offered) {
            Object[] arguments = Arrays.stream(order.getSignature())
                    .<Object>map(parameter -> parameter.getType().equals("boolean") ? true : "5m")
                    .toArray();
            JsonNode answer = exec("org.pbxfailover:type=Pair,name=acme", order.getName(), arguments);
            assertThat(answer.path("value").asText()).as("%s", answer).startsWith("Accepted: ");
        }
        assertThat(robot.operator.orders).hasSameSizeAs(offered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context | stop() | ",
                "context | suspend() | ",
                "context | restart() | ",
                "context | startAllRoutes() | ",
                "context | addOrUpdateRoutesFromXml(java.lang.String) | <routes/>",
                "context | removeRoute(java.lang.String) | watch-test",
                "context | sendBody(java.lang.String,java.lang.Object) | direct:watch-test;x",
                "context | sendStringBody(java.lang.String,java.lang.String) | direct:watch-test;x",
                "context | requestBody(java.lang.String,java.lang.Object) | direct:watch-test;x",
                "context | createEndpoint(java.lang.String) | log:x",
                "context | removeEndpoints(java.lang.String) | *",
                "context | dumpRoutesAsXml(boolean) | true",
                "context | dumpRoutesAsXml(boolean,boolean) | true;true",
                "context | getGlobalOption(java.lang.String) | x",
                "context | setGlobalOption(java.lang.String,java.lang.String) | x;y",
                "context | reset() | ",
                "routes:watch-test | stop() | ",
                "routes:watch-test | suspend() | ",
                "routes:watch-test | remove() | ",
                "routes:watch-test | shutdown() | ",
                "routes:watch-test | updateRouteFromXml(java.lang.String) | <route/>",
                "routes:watch-test | dumpRouteAsXml(boolean) | true",
                "routes:watch-test | dumpRouteAsXml(boolean,boolean) | true;true",
                "tracer:BacklogTracer | dumpAllTracedMessages() | ",
                "tracer:BacklogDebugger | enableDebugger() | ",
                "processors:log1 | stop() | ",
                "java.lang:type=Memory | gc() | ",
                "java.lang:type=Threading | resetPeakThreadCount() | ",
                "com.sun.management:type=HotSpotDiagnostic | dumpHeap(java.lang.String,boolean) | /tmp/x;true",
                "com.sun.management:type=HotSpotDiagnostic | getVMOption(java.lang.String) | x",
                "com.sun.management:type=HotSpotDiagnostic | setVMOption(java.lang.String,java.lang.String) | x;y",
                "com.sun.management:type=DiagnosticCommand | vmSystemProperties() | ",
                "com.sun.management:type=DiagnosticCommand | vmCommandLine() | ",
                "com.sun.management:type=DiagnosticCommand | jvmtiAgentLoad([Ljava.lang.String;) | x",
                "jdk.management.jfr:type=FlightRecorder | newRecording() | ",
                "java.util.logging:type=Logging | setLoggerLevel(java.lang.String,java.lang.String) | x;ALL",
                "ch.qos.logback.classic:Name=default,Type=x | reloadDefaultConfiguration() | ",
                "JMImplementation:type=MBeanServerDelegate | getMBeanServerId() | ",
                "jolokia:type=Config,agent=x | resetDebugInfo() | "
            })
    void refuses_every_other_operation(String bean, String operation, String arguments) throws Exception {
        Object[] given = arguments == null ? new Object[0] : arguments.split(";");
        JsonNode answer = exec(bean.contains("=") ? bean : camelBean(bean), operation, given);
        assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(403);
        assertThat(robot.main
                        .getCamelContext()
                        .getRouteController()
                        .getRouteStatus("watch-test")
                        .isStarted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Runtime | SystemProperties",
                "java.lang:type=Runtime | InputArguments",
                "java.lang:type=Runtime | ClassPath",
                "com.sun.management:type=HotSpotDiagnostic | DiagnosticOptions",
                "java.util.logging:type=Logging | LoggerNames"
            })
    void hides_where_secrets_may_stand(String bean, String attribute) throws Exception {
        assertThat(read(bean, attribute).get("status").asInt()).isEqualTo(403);
    }

    @Test
    void hides_them_also_from_who_asks_for_everything() throws Exception {
        System.setProperty("pbx.test.secret", "do-not-show");
        try {
            JsonNode answer = post(Map.of("type", "read", "mbean", "java.lang:type=Runtime"));
            assertThat(answer.toString()).doesNotContain("do-not-show");
            JsonNode pattern = post(Map.of("type", "read", "mbean", "java.lang:*"));
            assertThat(pattern.toString()).doesNotContain("do-not-show");
        } finally {
            System.clearProperty("pbx.test.secret");
        }
    }

    @Test
    void no_figure_of_camel_holds_token_or_password() throws Exception {
        for (String type : List.of("context", "routes", "services", "components", "endpoints", "processors")) {
            String all = post(Map.of("type", "read", "mbean", "org.apache.camel:type=" + type + ",*"))
                    .toString();
            assertThat(all).contains("\"status\":200").doesNotContain(TestRobot.TOKEN, TestRobot.PASSWORD);
        }
    }

    @Test
    void lets_nobody_write_an_attribute() throws Exception {
        for (String bean : List.of(camelBean("context"), "java.lang:type=Memory")) {
            String attribute = bean.startsWith("java") ? "Verbose" : "Tracing";
            JsonNode answer = post(Map.of("type", "write", "mbean", bean, "attribute", attribute, "value", true));
            assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(403);
        }
    }

    @Test
    void does_nothing_by_get() throws Exception {
        String order = "/hawtio/jolokia/exec/org.pbxfailover:type=Pair,name=acme/failover/x";
        JsonNode answer = JSON.readTree(send(robot.console(order)).body());
        assertThat(answer.get("status").asInt()).isEqualTo(403);
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void refuses_what_is_hidden_in_a_bulk_request() throws Exception {
        String bulk = JSON.writeValueAsString(List.of(
                Map.of("type", "version"),
                Map.of("type", "exec", "mbean", "java.lang:type=Memory", "operation", "gc")));
        JsonNode answer = JSON.readTree(send(robot.console("/hawtio/jolokia").POST(BodyPublishers.ofString(bulk)))
                .body());
        assertThat(answer.get(0).get("status").asInt()).isEqualTo(200);
        assertThat(answer.get(1).get("status").asInt()).isEqualTo(403);
    }

    private static String camelBean(String type) throws Exception {
        String[] parts = type.split(":");
        String name = parts.length > 1 ? parts[1] : camel;
        return "org.apache.camel:context=%s,type=%s,name=%s".formatted(camel, parts[0], ObjectName.quote(name));
    }

    private static JsonNode read(String bean, String attribute) throws Exception {
        return post(Map.of("type", "read", "mbean", bean, "attribute", attribute));
    }

    private static JsonNode exec(String bean, String operation, Object... arguments) throws Exception {
        return post(Map.of("type", "exec", "mbean", bean, "operation", operation, "arguments", List.of(arguments)));
    }

    private static JsonNode post(Map<String, Object> request) throws Exception {
        return JSON.readTree(
                send(robot.console("/hawtio/jolokia").POST(BodyPublishers.ofString(JSON.writeValueAsString(request))))
                        .body());
    }
}
