package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code pbx-failover} in a checkout of its own, with a Java and a Maven that only say how they were called. */
class LauncherTest {
    private static final String FAKE_MAVEN =
            "#!/bin/sh\necho built >>\"$BUILDS\"\nmkdir -p target/lib\necho jar >target/pbx-failover.jar\n";

    private record Ran(int exit, String output) {}

    @TempDir
    Path directory;

    private final Map<String, String> locale = new HashMap<>();
    private Path home;

    @BeforeEach
    void checkout() throws Exception {
        home = Files.createDirectories(directory.resolve("check out")).toRealPath();
        Files.copy(Path.of("pbx-failover"), home.resolve("pbx-failover"));
        executable("bin/java", fakeJava("17.0.1"));
        executable("bin/mvn", FAKE_MAVEN);
        Files.createDirectories(home.resolve("src/main/java"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
    }

    private static String fakeJava(String version) {
        return "#!/bin/sh\ncase $1 in -version) echo 'openjdk version \"" + version + "\"' >&2; exit ;; esac\n"
                + "echo \"in $(pwd -P)\"\nfor word in \"$@\"; do echo \"<$word>\"; done\nexit 42\n";
    }

    private void executable(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran launch(Path from, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("pbx-failover").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        environment.put("BUILDS", directory.resolve("builds").toString());
        environment.put("PBX_FAILOVER_JAVA_OPTS", "-Xmx1g -Dx=y");
        environment.keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG"));
        environment.putAll(locale);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    private int builds() throws IOException {
        Path builds = directory.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    @Test
    void it_builds_once_and_again_only_after_something_was_edited() throws Exception {
        assertThat(launch(home).output()).contains("building");
        assertThat(launch(home).output()).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);

        Path edited = Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(edited, FileTime.from(Instant.now().plusSeconds(1)));
        launch(home);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void a_jar_that_maven_made_elsewise_is_taken_as_it_is() throws Exception {
        Files.createDirectories(home.resolve("target"));
        Path jar = Files.writeString(home.resolve("target/pbx-failover.jar"), "jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));

        launch(home);
        assertThat(builds()).isZero();
        assertThat(home.resolve("target/robot.jar")).hasContent("jar");
    }

    @Test
    void arguments_options_and_exit_status_are_passed_on() throws Exception {
        Ran ran = launch(home, "status", "a b", "--json");

        assertThat(ran.exit()).isEqualTo(42);
        assertThat(ran.output().lines())
                .containsSubsequence(
                        "<-Xms88m>",
                        "<-Xmn48m>",
                        "<-Xmx512m>",
                        "<-Dpbx-failover.home=" + home + ">",
                        "<-Xmx1g>",
                        "<-Dx=y>",
                        "<-cp>",
                        "<" + home.resolve("target/robot.jar") + ">",
                        "<org.pbxfailover.PbxFailover>",
                        "<status>",
                        "<a b>",
                        "<--json>");
    }

    /** Unpacked at each start it would stay behind in {@code /tmp} whenever the robot is killed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void the_library_of_the_journal_is_the_one_that_was_unpacked_for_this_machine() throws Exception {
        Process uname = new ProcessBuilder("uname", "-m").start();
        String machine = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Path other = Files.createDirectories(home.resolve("target/native/other"));
        Files.writeString(other.resolve("libsqlitejdbc.so"), "");
        assertThat(launch(home).output()).doesNotContain("org.sqlite.lib.path");

        Path own = Files.createDirectories(home.resolve("target/native/" + machine));
        Files.writeString(own.resolve("libsqlitejdbc.so"), "");
        assertThat(launch(home).output()).contains("<-Dorg.sqlite.lib.path=" + own + ">");
    }

    @Test
    void it_works_beside_its_configuration_unless_there_is_another_one() throws Exception {
        Path elsewhere =
                Files.createDirectories(directory.resolve("else where")).toRealPath();
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/failover.yaml"), "");

        assertThat(launch(elsewhere).output())
                .contains("in " + home + "\n", "<-Dpbx-failover.caller=" + elsewhere + ">");
        assertThat(launch(elsewhere, "--config=x.yaml").output())
                .contains("in " + elsewhere + "\n")
                .doesNotContain("pbx-failover.caller");
        Files.createDirectories(elsewhere.resolve("config"));
        Files.writeString(elsewhere.resolve("config/failover.yaml"), "");
        assertThat(launch(elsewhere).output()).contains("in " + elsewhere + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', C.UTF-8", // as cron and a bare service start it
        "C, de_DE.UTF-8, C.UTF-8",
        "POSIX, '', C.UTF-8",
        "'', de_DE.UTF-8, ''",
        "tr_TR.UTF-8, C, tr_TR.UTF-8"
    })
    void a_locale_that_knows_only_ascii_keeps_nobody_from_other_names(String all, String lang, String effective)
            throws Exception {
        executable("bin/java", fakeJava("17.0.1").replace("exit 42", "echo \"locale <${LC_ALL:-}>\""));
        locale.putAll(Map.of("LC_ALL", all, "LANG", lang));

        assertThat(launch(home).output()).contains("locale <" + effective + ">");
    }

    @Test
    void a_failed_build_shows_the_end_of_its_log_and_starts_nothing() throws Exception {
        executable("bin/mvn", "#!/bin/sh\necho 'A.java:1: wrong'\nexit 1\n");

        Ran ran = launch(home);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.output()).contains("A.java:1: wrong", "The build failed").doesNotContain("PbxFailover>");
    }

    @Test
    void a_java_that_is_too_old_is_one_sentence() throws Exception {
        executable("bin/java", fakeJava("11.0.2"));

        Ran ran = launch(home);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.output()).contains("is Java 11", "needs Java 17");
        assertThat(ran.output().lines()).hasSize(1);
    }

    @Test
    void in_an_image_the_jar_lies_beside_it_and_nothing_is_built() throws Exception {
        Files.delete(home.resolve("pom.xml"));
        Files.writeString(home.resolve("pbx-failover.jar"), "jar");
        executable("bin/mvn", "#!/bin/sh\nexit 9\n");

        assertThat(launch(home).output()).contains("<" + home.resolve("pbx-failover.jar") + ">");
    }

    /** Java passes over an archive that was made with other options, and says nothing unless it is asked. */
    @ParameterizedTest
    @CsvSource({
        "17.0.1, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=, robot-17.jsa",
        "25.0.1, -XX:AOTCacheOutput=, -XX:AOTCache=, robot-25.aot"
    })
    void classes_are_prepared_with_the_options_that_the_robot_gets(
            String version, String makes, String takes, String name) throws Exception {
        String archive = home.resolve("target/" + name).toString();
        executable(
                "bin/java",
                "#!/bin/sh\ncase $1 in -version) echo 'openjdk version \"" + version + "\"' >&2; exit ;; esac\n"
                        + "echo \"$@\" >>\"$BUILDS.java\"\ntouch '" + archive + "'\n");

        launch(home, "run");
        launch(home, "check");

        List<String> calls = Files.readAllLines(directory.resolve("builds.java"));
        assertThat(calls).hasSize(3); // the second command finds them prepared
        String options = calls.get(0).substring(0, calls.get(0).indexOf(makes));
        assertThat(options).contains("-XX:+UseSerialGC", "-Xmx512m", "-XX:+PerfDisableSharedMem");
        assertThat(calls.get(0)).startsWith(options + makes + archive + " -cp ").endsWith("PbxFailover demo");
        assertThat(calls.get(1)).startsWith(options + takes + archive + " ").endsWith("PbxFailover run");
    }

    /** Somebody types Ctrl-C in the middle of it, or changes to another Java. */
    @Test
    void classes_that_were_not_prepared_to_the_end_are_prepared_at_the_next_start() throws Exception {
        String java = "#!/bin/sh\ncase $1 in -version) echo 'openjdk version \"17.0.1\"' >&2; exit ;; esac\n";
        executable("bin/java", java + "kill -TERM $PPID\nkill -TERM $(ps -o ppid= -p $PPID)\n");
        launch(home, "run");
        assertThat(home.resolve("target").toFile().list()).noneMatch(name -> name.matches("robot\\.jar\\.\\d+"));

        executable("bin/java", java + "echo \"$@\"\n");
        assertThat(launch(home, "run").output()).contains("preparing");
        assertThat(launch(home, "run").output()).doesNotContain("preparing", "building");

        executable("bin/java", java.replace("17.0.1", "25.0.1") + "echo \"$@\"\n");
        assertThat(launch(home, "run").output()).contains("preparing").doesNotContain("building");
        executable("bin/java", java + "echo \"$@\"\n");
        assertThat(launch(home, "run").output()).doesNotContain("preparing");
        assertThat(builds()).isEqualTo(1);
    }
}
