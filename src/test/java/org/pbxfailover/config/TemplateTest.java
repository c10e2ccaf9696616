package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
    private final Map<String, String> env = new HashMap<>();
    private final Secrets secrets = new Secrets(name -> Optional.ofNullable(env.get(name)));

    @Test
    void encodesPlaceholdersInUrlsAndOnlyThere() {
        var template = new Template("http://h/{pair}?r={reason}", secrets);
        var values = Map.of("pair", "a/b", "reason", "3 probes & ü~");

        assertThat(template.resolve(values)).isEqualTo("http://h/a/b?r=3 probes & ü~");
        assertThat(template.resolveUrl(values)).isEqualTo("http://h/a%2Fb?r=3%20probes%20%26%20%C3%BC~");
    }

    @Test
    void keepsTheColonsOfAnIpv6HostInBrackets() {
        var template = new Template("http://[{secondary}]/?ip={secondary}", secrets);

        assertThat(template.resolveUrl(Map.of("secondary", "2001:db8::7")))
                .isEqualTo("http://[2001:db8::7]/?ip=2001%3Adb8%3A%3A7");
    }

    @Test
    void looksSecretsUpAtEachUse() {
        var template = new Template("Bearer {{env:KEY}}", secrets);
        env.put("KEY", "first");
        String before = template.resolve(Map.of());
        env.put("KEY", "second");

        assertThat(before).isEqualTo("Bearer first");
        assertThat(template.resolve(Map.of())).isEqualTo("Bearer second");
        assertThat(template.secrets()).containsExactly("second");
    }

    @Test
    void readsASecretFileWithoutItsLastLineBreak(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), " with spaces \r\n");

        assertThat(new Template("{{file:" + file + "}}", secrets).resolve(Map.of()))
                .isEqualTo(" with spaces ");
    }

    /** A pipe has no end until somebody writes into it, and a device none at all. */
    @Test
    void readsSecretsOnlyFromRegularFilesThatAreSmall(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);
        for (String file : List.of(pipe.toString(), link.toString(), "/dev/zero", directory.toString())) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> new Template("{{file:" + file + "}}", secrets).resolve(Map.of()))
                            .isInstanceOf(SecretException.class)
                            .hasMessage("the file " + file
                                    + " is no regular file: name a file that holds only the secret"));
        }
        Path large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
        assertThatThrownBy(() -> new Template("{{file:" + large + "}}", secrets).resolve(Map.of()))
                .hasMessage("the file " + large + " is larger than 64 KiB: name a file that holds only the secret");
        Path small = Files.writeString(directory.resolve("small"), "key");
        Path well = Files.createSymbolicLink(directory.resolve("well"), small);
        assertThat(new Template("{{file:" + well + "}}", secrets).resolve(Map.of()))
                .isEqualTo("key");
    }

    @Test
    void saysWhichSecretIsMissing() {
        assertThatThrownBy(() -> new Template("{{env:KEY}}", secrets).resolve(Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessage("the environment variable KEY is not set: set it, or use {{file:path}}");
    }

    @Test
    void doesNotLookAgainAtWhatItFilledIn() {
        env.put("KEY", "{pair}{{env:KEY}}");
        var template = new Template("{reason} {{env:KEY}}", secrets);

        assertThat(template.resolve(Map.of("reason", "{{env:KEY}}", "pair", "acme")))
                .isEqualTo("{{env:KEY}} {pair}{{env:KEY}}");
    }

    @Test
    void hidesPlainTextOfSecretsButNotReferences() {
        assertThat(Template.hidden("pl4in", secrets)).hasToString("[REDACTED]");
        assertThat(Template.hidden("Bearer {{env:KEY}}", secrets)).hasToString("[REDACTED]");
        assertThat(Template.hidden("pl4in", secrets).behind("Bearer ")).hasToString("[REDACTED]");
        assertThat(Template.hidden("{{env:KEY}}", secrets)).hasToString("{{env:KEY}}");
    }

    @Test
    void redactsSecretsInEveryFormInWhichTheyTravel() {
        env.put("KEY", "p@ss \"word\"");
        var template = Template.hidden("{{env:KEY}}", secrets);

        assertThat(Redactor.without(
                        "a p@ss \"word\" b p%40ss%20%22word%22 c p%40ss+%22word%22 d {\"k\":\"p@ss \\\"word\\\"\"}"
                                + " e cEBzcyAid29yZCI= f",
                        template.secrets()))
                .isEqualTo("a [REDACTED] b [REDACTED] c [REDACTED] d {\"k\":\"[REDACTED]\"} e [REDACTED]= f");
    }

    /** PHP escapes slashes and what is not ASCII, and error pages are HTML. */
    @Test
    void redactsSecretsAsServersRepeatThem() {
        env.put("KEY", "a/b&\"<c>'\u00e4");
        var secret = Template.hidden("{{env:KEY}}", secrets).secrets();

        assertThat(Redactor.without(
                        "1 {\"k\":\"a\\/b&\\\"<c>'\u00e4\"} 2 {\"k\":\"a\\/b&\\\"<c>'\\u00e4\"} 3 {\"k\":\"a/b&\\\"<c>'\\u00e4\"}"
                                + " 4 <p>a/b&amp;&quot;&lt;c&gt;'\u00e4</p> 5 <p>a/b&amp;&quot;&lt;c&gt;&#039;\u00e4</p>"
                                + " 6 <p>a/b&amp;&quot;&lt;c&gt;&#39;\u00e4</p>",
                        secret))
                .isEqualTo("1 {\"k\":\"[REDACTED]\"} 2 {\"k\":\"[REDACTED]\"} 3 {\"k\":\"[REDACTED]\"}"
                        + " 4 <p>[REDACTED]</p> 5 <p>[REDACTED]</p> 6 <p>[REDACTED]</p>");
    }

    @Test
    void leavesTooShortSecretsAlone() {
        env.put("KEY", "abc");

        assertThat(Redactor.without("abc abcd", new Template("{{env:KEY}}", secrets).secrets()))
                .isEqualTo("abc abcd");
    }

    @Test
    void redactsTheRobotsSecretsAndThoseThatWereSent(@TempDir Path directory) {
        String yaml = Reads.minimalWith(
                "/reload\" }",
                "/reload\", username: robot, password: \"acti0n\", headers: { X-Key: \"{{env:KEY}}\" },"
                        + " verify: { url: \"http://other/\", password: \"ver1fy\" },"
                        + " preflight: { url: \"http://other/\", password: \"pr3flight\" } }");
        env.put("KEY", "k3y-value");
        Configuration configuration = new Reads(directory, env).valid(yaml);

        assertThat(Redactor.of(configuration)
                        .and(() -> java.util.List.of("generated"))
                        .redact(
                                "acti0n k3y-value ver1fy pr3flight generated Basic cm9ib3Q6YWN0aTBu robot"
                                        + " PLAIN AHJvYm90AGFjdGkwbg== cm9ib3QAcm9ib3QAYWN0aTBu",
                                Reads.reload(configuration)))
                .isEqualTo("[REDACTED] [REDACTED] [REDACTED] [REDACTED] [REDACTED] Basic [REDACTED] robot"
                        + " PLAIN [REDACTED]== [REDACTED]");
    }

    @Test
    void redactsTheTokenOfTheApiAndThePasswordsOfTheConsole(@TempDir Path directory) {
        env.put("TOKEN", "t0ken-value");
        env.put("PASSWORD", "passw0rd");
        env.put("MONITOR", "m0nitor-value");
        Configuration configuration = new Reads(directory, env)
                .valid("robot:\n  api: { token: \"{{env:TOKEN}}\" }\n"
                        + "  console: { user: anna, password: \"{{env:PASSWORD}}\", monitor-password: \"{{env:MONITOR}}\" }\n"
                        + Reads.MINIMAL);

        assertThat(Redactor.of(configuration)
                        .redact(
                                "Bearer t0ken-value passw0rd Basic YW5uYTpwYXNzdzByZA== m0nitor-value Basic bW9uaXRvcjptMG5pdG9yLXZhbHVl",
                                Reads.reload(configuration)))
                .isEqualTo("Bearer [REDACTED] [REDACTED] Basic [REDACTED]== [REDACTED] Basic [REDACTED]");
    }
}
