package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the actions for DNS, fencing and programs says what the schema says, and its examples are valid. */
class ActionsDnsDocTest {
    private static final Path PAGE = Path.of("docs/actions-dns.md");
    private static final List<String> ACTIONS = List.of(
            "powerdns",
            "rfc2136",
            "dyndns2",
            "cloudflare",
            "desec",
            "route53",
            "redfish-power-off",
            "proxmox-stop",
            "command");

    @TempDir
    Path directory;

    @Test
    void every_setting_is_documented_and_nothing_else_is() throws IOException {
        var expected = new StringBuilder();
        var rows = new ArrayList<String>();
        SchemaTables.actions(ACTIONS).forEach((action, table) -> {
            expected.append("## `")
                    .append(action)
                    .append("`\n\n| key | default | values | meaning |\n|---|---|---|---|\n")
                    .append(String.join("\n", table))
                    .append("\n\n");
            rows.addAll(table);
        });
        Files.writeString(Path.of("target/actions-dns-tables.md"), expected);

        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList())
                .as(PAGE + "; the right tables are in target/actions-dns-tables.md")
                .isEqualTo(rows);
    }

    @Test
    void every_example_is_a_valid_pair() throws IOException {
        var reads = new Reads(directory, java.util.Map.of());
        List<String> examples = List.of(Files.readString(PAGE).split("```yaml\n", -1));
        assertThat(examples).hasSizeGreaterThan(ACTIONS.size());
        for (String example : examples.subList(1, examples.size())) {
            String yaml =
                    example.substring(0, example.indexOf("```")).replaceAll("\\{\\{[a-z]+:[^}]*\\}\\}", "c2VjcmV0");
            String stages = yaml.lines().map(line -> "      " + line + "\n").reduce("", String::concat);
            assertThat(reads.problems("""
                            robot: { commands: [/usr/bin/systemctl] }
                            internet: { hosts: ["https://one.one.one.one/"] }
                            pairs:
                              - name: acme
                                primary: { address: 198.51.100.10, probe: { url: "https://pbx1.acme.example/" } }
                                secondary: { address: 203.0.113.7 }
                                activation:
                            """ + stages)).as(yaml).isEmpty();
        }
    }
}
