package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;

/** What only a process of its own can show: it runs out of files, or its name service changes its mind. */
class ChildJvmTest {
    @TempDir
    Path directory;

    private static List<String> child(Class<?> main, String before, String... options) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = String.join(
                " ",
                Stream.of(
                                Stream.of(before + "exec", "'" + java + "'", "-XX:TieredStopAtLevel=1"),
                                Stream.of(options).map(option -> "'" + option + "'"),
                                Stream.of(
                                        "-cp",
                                        "'" + System.getProperty("java.class.path") + "'",
                                        "'" + main.getName() + "'"))
                        .flatMap(part -> part)
                        .toList());
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().filter(line -> line.startsWith("SEEN ")).toList();
    }

    /** Rule I9: nobody was asked, so nobody is dead. */
    @Test
    void a_robot_without_free_files_says_that_it_is_its_own_fault_and_sees_again_when_there_are_some()
            throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            while (self.request(socket)) {
                Peer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            assertThat(child(WithoutFiles.class, "ulimit -n 300; ", "-Dport=" + peer.port()))
                    .containsExactly(
                            "SEEN Alive[phrase=200 OK]",
                            "SEEN Failed[failure=OWN, detail=the probe could not be made: Too many open files]",
                            "SEEN Failed[failure=OWN, detail=the probe could not be made: Too many open files]",
                            "SEEN Alive[phrase=200 OK]");
        }
    }

    static final class WithoutFiles {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.getInteger("port");
            try (Asker asker = new Asker()) {
                Question http = Asker.get("http://127.0.0.1:" + port + "/", 10_000);
                Question tcp = Question.reach(http.uri(), http.timeout()).orElseThrow();
                asker.ask(Asker.get("http://127.0.0.1:1/", 10_000)); // loads what a failure needs
                asker.ask(tcp);
                see(asker.ask(http).finding());
                List<FileInputStream> files = new ArrayList<>();
                see(withoutFiles(asker, http, files));
                see(withoutFiles(asker, tcp, files));
                for (FileInputStream file : files) {
                    file.close();
                }
                see(asker.ask(http).finding());
            }
        }

        /** What was let go of before may give its file back only now; that one is taken, too. */
        private static Finding withoutFiles(Asker asker, Question question, List<FileInputStream> files)
                throws Exception {
            Finding finding = new Finding.Alive("");
            for (int i = 0; i < 10 && finding instanceof Finding.Alive; i++) {
                fill(files);
                finding = asker.ask(question).finding();
            }
            return finding;
        }

        private static void fill(List<FileInputStream> files) {
            try {
                while (true) {
                    files.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                // There are no more.
            }
        }
    }

    private static void see(Finding finding) {
        System.out.println("SEEN " + finding);
    }

    /** Fault 32: the JVM would keep the old address for half a minute. */
    @Test
    void an_address_that_moves_is_followed_within_seconds() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 moving.example\n");
        List<String> seen = child(Moving.class, "", "-Djdk.net.hosts.file=" + hosts);

        assertThat(seen).hasSize(1);
        assertThat(Duration.parse(seen.get(0).substring("SEEN ".length()))).isLessThan(Duration.ofSeconds(20));
    }

    static final class Moving {
        public static void main(String[] arguments) throws Exception {
            Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
            try (DefaultCamelContext context = new DefaultCamelContext();
                    Peer before = server("before", new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
                    Peer after =
                            server("after", new ServerSocket(before.port(), 10, InetAddress.getByName("127.0.0.2")))) {
                HttpClients.bind(context, () -> new Moment(System.nanoTime(), Instant.now()), Trust.with(List.of()));
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/probe.camel.yaml"));
                context.start();
                Question question = Asker.get("http://moving.example:" + before.port() + "/", 10_000);
                if (!says(context, Asker.containing(question, "before"))) {
                    throw new IllegalStateException("it is not there yet");
                }
                Files.writeString(hosts, "127.0.0.2 moving.example\n");
                long moved = System.nanoTime();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> says(context, Asker.containing(question, "after")));
                System.out.println("SEEN " + Duration.ofNanos(System.nanoTime() - moved));
            }
        }

        /** Every answer on a connection of its own, so that nothing but the name service is remembered. */
        private static Peer server(String body, ServerSocket socket) {
            return new Peer(socket, (self, connection) -> {
                self.request(connection);
                Peer.write(connection, Peer.ok(body).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            });
        }

        private static boolean says(DefaultCamelContext context, Question question) {
            return context.createFluentProducerTemplate()
                            .to("direct:probe")
                            .withProcessor(exchange -> exchange.setProperty(Probes.QUESTION, question))
                            .send()
                            .getProperty(Probes.PROBE, org.pbxfailover.core.Probe.class)
                            .finding()
                    instanceof Finding.Alive;
        }
    }

    /** A robot without IPv6, asked to probe an address of version 6. */
    @Test
    void a_robot_without_version_six_says_that_it_is_its_own_fault() throws Exception {
        assertThat(child(WithoutSix.class, "", "-Djava.net.preferIPv4Stack=true"))
                .singleElement()
                .asString()
                .startsWith("SEEN Failed[failure=OWN, ");
    }

    static final class WithoutSix {
        public static void main(String[] arguments) throws Exception {
            try (Asker asker = new Asker()) {
                see(asker.ask(Asker.get("http://[::1]:1/", 10_000)).finding());
            }
        }
    }
}
