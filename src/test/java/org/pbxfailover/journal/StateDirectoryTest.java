package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pbxfailover.journal.Samples.opened;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void makes_directory_and_files_for_their_owner_only() throws Exception {
        Path directory = temp.resolve("a/b/state");
        try (StateDirectory state = opened(directory)) {
            state.secret(StateDirectory.API_TOKEN);
            state.journal().append(Samples.oneOfEachKind("acme"));
            assertThat(mode(directory)).isEqualTo("rwx------");
            try (var files = Files.list(directory)) {
                assertThat(files.toList())
                        .extracting(file -> file.getFileName() + " " + mode(file))
                        .contains(
                                "journal.db rw-------", "journal.id rw-------", "lock rw-------", "api.token rw-------")
                        .allMatch(line -> line.endsWith("rw-------"));
            }
        }
    }

    @Test
    void refuses_a_directory_that_this_process_has_already_and_keeps_others_out_nevertheless() throws Exception {
        Path directory = temp.resolve("state");
        try (StateDirectory state = opened(directory)) {
            assertThat(StateDirectory.open(directory, "standby"))
                    .isEqualTo(new StateDirectory.Refused(
                            "The state directory " + state.path()
                                    + " is in use by another robot (this very process): stop that one, or give this one its own directory"
                                    + " with robot.state.",
                            true));
            Process other = Samples.java(Robot.class, List.of(), directory.toString());
            assertThat(output(other))
                    .contains(state.path() + " is in use by another robot (process "
                            + ProcessHandle.current().pid() + ", started 20");
            assertThat(other.waitFor()).isZero();
        }
        opened(directory).close();
    }

    @Test
    void says_that_it_is_missing_and_not_that_it_has_no_room() throws Exception {
        Path directory = temp.resolve("state");
        try (StateDirectory state = opened(directory)) {
            assertThat(state.scarcity()).isEmpty();
            Files.move(directory, temp.resolve("away"));
            assertThat(state.scarcity()).hasValue("the state directory " + state.path() + " is missing; put it back");
        }
    }

    @Test
    void refuses_a_file_in_place_of_the_directory() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(StateDirectory.open(file, "standby"))
                .isEqualTo(new StateDirectory.Refused(
                        "The state directory " + file
                                + " cannot be used (a file is in its place): robot.state must name a directory that this user may write.",
                        false));
        assertThat(StateDirectory.open(file.resolve("below"), "standby")).isInstanceOf(StateDirectory.Refused.class);
    }

    @Test
    void refuses_a_directory_in_place_of_the_lock_and_lets_go_of_nothing_it_does_not_have() throws Exception {
        Path directory = Files.createDirectory(temp.resolve("state"));
        Path lock = Files.createDirectory(directory.resolve(StateLock.NAME));
        assertThat(StateDirectory.open(directory, "standby"))
                .isInstanceOfSatisfying(
                        StateDirectory.Refused.class,
                        refused -> assertThat(refused.reason()).contains(directory + " cannot be locked"));
        Files.delete(lock);
        opened(directory).close();
    }

    @Test
    void refuses_when_the_sqlite_library_cannot_be_unpacked() throws Exception {
        Path noDirectory = Files.createFile(temp.resolve("file"));
        Process other = Samples.java(
                Robot.class,
                List.of("-Dorg.sqlite.tmpdir=" + noDirectory),
                temp.resolve("state").toString());
        assertThat(output(other)).contains(noDirectory.toString(), "-Dorg.sqlite.tmpdir=DIRECTORY");
        assertThat(other.waitFor()).isZero();
    }

    @Test
    void secrets_are_made_once_and_differ() {
        String token;
        try (StateDirectory state = opened(temp)) {
            token = state.secret(StateDirectory.API_TOKEN);
            assertThat(token).matches("[A-Za-z0-9_-]{43}");
            assertThat(state.secret(StateDirectory.CONSOLE_PASSWORD)).isNotEqualTo(token);
        }
        try (StateDirectory state = opened(temp)) {
            assertThat(state.secret(StateDirectory.API_TOKEN)).isEqualTo(token);
            assertThat(GeneratedSecret.read(state.file(StateDirectory.API_TOKEN)))
                    .contains(token);
        }
        assertThat(GeneratedSecret.read(temp.resolve("none"))).isEmpty();
    }

    @Test
    void a_secret_that_others_could_read_is_closed_to_them() throws Exception {
        Path file = temp.resolve(StateDirectory.API_TOKEN);
        Files.writeString(file, "  chosen by a person\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (StateDirectory state = opened(temp)) {
            assertThat(state.secret(StateDirectory.API_TOKEN)).isEqualTo("chosen by a person");
            assertThat(mode(file)).isEqualTo("rw-------");
        }
    }

    @Test
    void an_empty_secret_is_no_secret() throws Exception {
        Path file = Files.createFile(temp.resolve(StateDirectory.API_TOKEN));
        try (StateDirectory state = opened(temp)) {
            assertThatThrownBy(() -> state.secret(StateDirectory.API_TOKEN))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(state.file(file.getFileName().toString()) + " is empty");
        }
    }

    private static String output(Process process) throws Exception {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
