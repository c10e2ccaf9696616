package org.pbxfailover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.InProcess;
import org.pbxfailover.config.Problem;

/** What a person is told of a broken route: its file and line, what is wrong and what would be right; and each mistake once. */
class BrokenRoutesTest {
    private static final Path CONFIGURATION = Path.of("config/failover.yaml");

    /** One mistake in one of the shipped files, and the one sentence about it, after the file's name. */
    enum Mistake {
        TAB(
                "activate",
                "            id: reload\n",
                "\t    id: reload\n",
                ":16: this is no YAML (found character '\\t(TAB)' that cannot start any token); check indentation, quotes and"
                        + " brackets here and above, as in uri: direct:http"),
        MISSING_COLON(
                "activate",
                "steps:",
                "steps",
                ":8: this is no YAML (could not find expected ':'); check indentation, quotes and brackets here and above, as"
                        + " in uri: direct:http"),
        KEY_TWICE(
                "activate",
                "uri: stage:dns",
                "uri: stage:dns\n            uri: stage:trunks",
                ":27: a key is given twice here (found duplicate key uri); keep one of them"),
        EMPTY("watch", "", "# nothing but a comment", ":1: the file is empty; it should hold at least one route"),
        NO_LIST("activate", "- route:", "route:", ":1: this is no list of routes; each begins with '- route:'"),
        MISSPELT_STEP("activate", "- to:", "- too:", ":9: there is no step 'too', did you mean 'to'?"),
        UNKNOWN_STEP(
                "activate",
                "- to:",
                "- frobnicate:",
                ":9: there is no step 'frobnicate'; a step is such as to, bean or choice"),
        UNKNOWN_KEY(
                "activate",
                "uri: stage:trunks",
                "url: stage:trunks",
                ":22: the key 'url' has no meaning here; a route has id, description and from, and a step such as id, uri and"
                        + " parameters"),
        UNKNOWN_ADDRESS(
                "activate",
                "uri: stage:trunks",
                "uri: stag:trunks",
                ":22: route activate: nothing knows what the address stag:trunks means; there are such as direct:http,"
                        + " stage:reload and log:audit"),
        UNKNOWN_BEGINNING(
                "control-api",
                "platform-http:/api/pairs\n",
                "platfrm-http:/api/pairs\n",
                ":9: route api-pairs: nothing knows what the address platfrm-http:/api/pairs means; there are such as"
                        + " direct:http, stage:reload and log:audit"),
        NO_ADDRESS(
                "stage",
                "                            uri: direct:call\n",
                "",
                ":13: route stage: a step has no address; write one, such as uri: direct:http"),
        QUESTION_MARK(
                "watch",
                "uri: scheduler:watch",
                "uri: scheduler:watch?delay=1",
                ":6: the address 'scheduler:watch?delay=1' holds parameters; write them below the key parameters, such as period:"
                        + " \"1000\""),
        UNKNOWN_PARAMETER(
                "watch",
                "delay: \"20\"",
                "dealy: \"20\"",
                ":10: route watch: an address that begins with scheduler: has no parameter 'dealy'; correct its name, or leave"
                        + " it out"),
        NO_BOOLEAN(
                "activate",
                "optional: true",
                "optional: perhaps",
                ":14: route activate: 'perhaps' is not possible here; it must be true or false"),
        NOT_OPTIONAL(
                "activate",
                "optional: true",
                "optional: false",
                ":9: stage 'fence' is called, but pairs[acme].activation (config/failover.yaml:LINE) has no action for it; add"
                        + " one, such as fence: { action: http, url: \"http://127.0.0.1/fence\" }, or write optional: true"
                        + " among the parameters here"),
        UNKNOWN_BEAN(
                "confirm",
                "ref: confirm\n                method: questions",
                "ref: confrim\n                method: questions",
                ":14: route confirm: there is no bean 'confrim', did you mean 'confirm'?"),
        UNKNOWN_CONFIGURER(
                "actions/http",
                "#actionClient",
                "#actionClint",
                ":28: route http: there is no bean 'actionClint', did you mean 'actionClient'?"),
        UNKNOWN_METHOD(
                "confirm",
                "method: askOnceMore",
                "method: askTwice",
                ":72: route confirm: there is no method 'askTwice'; there are answered, answers, ask, askOnceMore, questions, turnTo"),
        UNKNOWN_THREADS(
                "confirm",
                "executorService: probes",
                "executorService: probs",
                ":17: route confirm: there are no threads called 'probs'; there are probes and outside"),
        UNKNOWN_STRATEGY(
                "watch",
                "aggregationStrategy: watch",
                "aggregationStrategy: wach",
                ":48: route watch: there is no aggregation strategy 'wach'; write one that is there, such as"
                        + " aggregationStrategy: watch"),
        UNKNOWN_WORD(
                "actions/webhook",
                "library: Jackson",
                "library: Jakson",
                ":12: the word 'Jakson' has no meaning here; it must be one that Camel knows for this key, such as Jackson for"
                        + " library"),
        UNKNOWN_FUNCTION(
                "stage",
                "${exchangeProperty.next} == 'call' ||",
                "${nonsuch.next} == 'call' ||",
                ":18: route stage: there is no function 'nonsuch.next' in simple expressions; there are such as ${body} and"
                        + " ${exchangeProperty.pair}"),
        OPEN_BRACE(
                "stage",
                "${exchangeProperty.next} == 'call' ||",
                "${exchangeProperty.next == 'call' ||",
                ":13: route stage: an expression is not complete (expected symbol functionEnd but was eol); a right one is"
                        + " ${exchangeProperty.next} == 'call'"),
        STEP_ID_TWICE(
                "activate",
                "id: trunks",
                "id: reload",
                ":16: route activate: the id 'reload' is used twice; every route and every step needs one of its own, such as"
                        + " reload-2"),
        ROUTE_ID_TWICE(
                "confirm",
                "id: confirm\n",
                "id: activate\n",
                ":2: the route id 'activate' is that of a route in activate.camel.yaml; every route needs an id of its own, by"
                        + " custom the name of its file"),
        ROUTE_ID_TWICE_IN_ONE_FILE(
                "run",
                "id: run\n",
                "id: resume\n",
                ":30: the route id 'resume' is that of a route in run.camel.yaml; every route needs an id of its own, by custom"
                        + " the name of its file"),
        NO_CONFIGURATION(
                "probe",
                "routeConfigurationId: probe-failures",
                "routeConfigurationId: probe-failure",
                ":13: route probe: there is no routeConfiguration with the id 'probe-failure'; there are probe-failures"),
        NOBODY_THERE(
                "confirm",
                "uri: direct:run",
                "uri: direct:somewhere",
                ":86: route confirm calls direct:somewhere, but no route begins there; there are direct:activate,"
                        + " direct:call, direct:confirm, direct:fail-back, direct:look, direct:notify, direct:probe, direct:run,"
                        + " direct:stage"),
        NOBODY_TAKES(
                "confirm",
                "uri: direct:run",
                "uri: seda:runn",
                ":86: route confirm calls seda:runn, but no route begins there; there are direct:activate,"
                        + " direct:call, direct:confirm, direct:fail-back, direct:look, direct:notify, direct:probe, direct:run,"
                        + " direct:stage"),
        NEARLY_THERE(
                "confirm",
                "uri: direct:run",
                "uri: direct:runn",
                ":86: route confirm calls direct:runn, but no route begins there, did you mean direct:run?"),
        STAGE_TWICE(
                "activate",
                "        - to:\n            id: dns",
                "        - to: { id: again, uri: stage:reload }\n        - to:\n            id: dns",
                ":22: stage 'reload' is called twice; each stage has one line, and where two things are to be done in it the"
                        + " pair has a list of two actions"),
        STAGE_WITHOUT_ACTION(
                "activate",
                "        - to:\n            id: dns",
                "        - to: { id: more, uri: stage:billing }\n        - to:\n            id: dns",
                ":22: stage 'billing' is called, but pairs[acme].activation (config/failover.yaml:LINE) has no action for it; add"
                        + " one, such as billing: { action: http, url: \"http://127.0.0.1/billing\" }, or write optional: true"
                        + " among the parameters here");

        private final String file;
        private final String from;
        private final String to;
        private final String said;

        Mistake(String file, String from, String to, String said) {
            this.file = file + ".camel.yaml";
            this.from = from;
            this.to = to;
            this.said = said;
        }
    }

    @TempDir
    Path routes;

    @BeforeEach
    void shipped() throws IOException {
        Path shipped = Path.of("routes");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (shipped.resolve("actions").equals(file.getParent())
                        && !file.endsWith("http.camel.yaml")
                        && !file.endsWith("webhook.camel.yaml")) {
                    continue; // the library is long, and every test reads what is there
                }
                Path copy = routes.resolve(shipped.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private void edit(String name, String from, String to) throws IOException {
        Path file = routes.resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(
                file,
                from.isEmpty()
                        ? to
                        : text.replaceFirst(
                                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
    }

    private static String lineOfActivation() throws IOException {
        List<String> lines = Files.readAllLines(CONFIGURATION);
        return String.valueOf(1
                + IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).strip().equals("activation:"))
                        .findFirst()
                        .orElseThrow());
    }

    /** As said, with the directory of the routes left out. */
    private List<String> said() {
        return InProcess.problems(CONFIGURATION, routes).stream()
                .map(Problem::toString)
                .map(sentence -> sentence.replace(routes + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void one_mistake_is_one_sentence_with_its_line(Mistake mistake) throws IOException {
        edit(mistake.file, mistake.from, mistake.to);

        assertThat(said()).containsExactly(mistake.file + mistake.said.replace("LINE", lineOfActivation()));
    }

    @Test
    void a_stage_that_lost_its_address_is_told_of_with_its_line() throws IOException {
        edit("activate.camel.yaml", "            uri: stage:dns\n", "");

        assertThat(said())
                .satisfiesExactly(
                        sentence -> assertThat(sentence)
                                .startsWith("activate.camel.yaml:23: route activate: a step has no address; write one"),
                        sentence -> assertThat(sentence).contains("pairs[acme].activation.dns: the route 'activate'"));
    }

    /** It loads, and the trunks would never be registered. */
    @Test
    void a_step_that_only_has_the_name_of_a_stage_does_not_call_it() throws IOException {
        edit("activate.camel.yaml", "uri: stage:trunks", "uri: log:trunks");

        assertThat(said())
                .singleElement()
                .asString()
                .contains("pairs[acme].activation.trunks: the route 'activate' does not call this stage");
    }

    /** Camel would say so only when it starts the second of them, and the robot would not start. */
    @Test
    void two_routes_that_begin_at_one_address_are_told_of() throws IOException {
        Files.writeString(routes.resolve("own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: direct:confirm
                      steps:
                        - log: { message: own }
                - route:
                    id: nightly
                    from:
                      uri: timer:nightly
                      steps:
                        - to: { uri: "direct:notify" }
                """);

        assertThat(said())
                .containsExactly("own.camel.yaml:4: route own begins at direct:confirm, and so does route confirm in"
                        + " confirm.camel.yaml; every route needs an address of its own, such as direct:own");
    }

    @Test
    void every_broken_file_and_every_broken_route_is_told_of() throws IOException {
        edit("watch.camel.yaml", "- route:", "- rout:");
        edit("confirm.camel.yaml", "ref: confirm", "ref: confrim");
        edit("run.camel.yaml", "method: due", "method: undue");
        edit("run.camel.yaml", "method: claim", "method: clam");
        edit("actions/http.camel.yaml", "steps:", "step:");

        assertThat(said())
                .hasSize(5)
                .anySatisfy(sentence ->
                        assertThat(sentence).startsWith("watch.camel.yaml:2: ").contains("'route'?"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("confirm.camel.yaml:14: "))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("run.camel.yaml:17: route resume: "))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("run.camel.yaml:42: route run: "))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("actions/http.camel.yaml:9: "));
    }

    @Test
    void a_route_that_is_gone_is_missed() throws IOException {
        Files.delete(routes.resolve("heartbeat.camel.yaml"));
        Files.delete(routes.resolve("probe.camel.yaml"));

        assertThat(said())
                .contains(
                        routes
                                + ": there is no route with the id 'probe', which the robot needs; put back the one that came with the program")
                .anySatisfy(sentence ->
                        assertThat(sentence).startsWith("watch.camel.yaml:27: route watch calls direct:probe"));
    }

    /** Whatever Java calls or the flow hands on to: without one of them polls, confirmations or stages would end nowhere. */
    @Test
    void without_any_of_the_routes_that_the_robot_relies_on_nothing_begins() throws IOException {
        Path alone = Files.createDirectories(routes.resolve("alone"));
        Files.writeString(alone.resolve("own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - log: { message: own }
                """);
        assertThat(InProcess.problems(CONFIGURATION, alone))
                .extracting(Problem::sentence)
                .filteredOn(sentence -> sentence.startsWith("there is no route with the id"))
                .extracting(sentence -> sentence.replaceAll("^[^']*'|'.*", ""))
                .containsExactlyInAnyOrder(
                        "watch",
                        "probe",
                        "confirm",
                        "resume",
                        "run",
                        "activate",
                        "fail-back",
                        "stage",
                        "call",
                        "notify",
                        "http");
    }

    @Test
    void a_file_that_cannot_be_the_text_of_a_route_is_named() throws IOException {
        Files.write(
                routes.resolve("watch.camel.yaml"),
                "# \u00fcberwacht".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Files.writeString(routes.resolve("confirm.camel.yaml"), "#".repeat((1 << 20) + 1));

        assertThat(said())
                .containsExactly(
                        "confirm.camel.yaml: the file is larger than 1 MiB: a route file holds some dozens of lines",
                        "watch.camel.yaml: the file is not UTF-8 text: save it as UTF-8");
    }
}
