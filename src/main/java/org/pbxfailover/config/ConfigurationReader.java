package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code config/failover.yaml} strictly and reports every problem at once, sorted by line. The file must be what its JSON
 * Schema says ({@link SchemaCheck}) and keep the rules between its keys ({@link Rules}). Safe for many threads.
 */
public final class ConfigurationReader {
    private final Secrets secrets;
    private final SchemaCheck schema;

    /** Secrets come from the process's own environment. */
    public ConfigurationReader() {
        this(Secrets.system());
    }

    /**
     * @param env an environment variable by its name
     */
    public ConfigurationReader(Function<String, Optional<String>> env) {
        this(new Secrets(env));
    }

    private ConfigurationReader(Secrets secrets) {
        this.secrets = secrets;
        this.schema = new SchemaCheck(secrets);
    }

    /** Either a configuration or the problems that kept it from being one. */
    public sealed interface Reading {}

    public record Valid(Configuration configuration) implements Reading {}

    /**
     * @param problems at least one
     */
    public record Invalid(List<Problem> problems) implements Reading {}

    /** Never throws for what a person wrote; secrets must be there, but are not kept. */
    public Reading read(Path file) {
        var problems = new Problems(file.toString());
        Optional<JsonNode> tree = YamlTree.read(file, problems);
        if (tree.isEmpty()) {
            return new Invalid(problems.sorted());
        }
        schema.check(tree.get(), problems);
        var root = new Section(tree.get(), "", problems);
        new Rules(root, secrets).check();
        outsideOfWorkingDirectories(root, file);
        return problems.none()
                ? new Valid(new Records(root, secrets, schema.events()).configuration(file))
                : new Invalid(problems.sorted());
    }

    /**
     * Whether something that the robot depends on lies in what is synchronised.
     *
     * @param dir such as the directory of the routes; it need not exist
     * @param what how to call it in the sentence, such as {@code the routes directory}
     * @return one problem for each pair in whose working directory it lies
     */
    public static List<Problem> insideWorkingDirectory(Configuration configuration, Path dir, String what) {
        return configuration.pairs().stream()
                .filter(pair -> pair.workingDirectory()
                        .filter(working -> WorkingDirectories.inside(dir, working))
                        .isPresent())
                .map(pair -> new Problem(
                        configuration.file().toString(),
                        0,
                        WorkingDirectories.sentence(
                                what, dir, pair.name(), pair.workingDirectory().orElseThrow())))
                .toList();
    }

    private static void outsideOfWorkingDirectories(Section root, Path file) {
        Section robot = root.section("robot");
        Path state = Path.of(robot.text("state").orElse(Defaults.STATE));
        for (Section pair : root.list("pairs")) {
            String name = pair.text("name").orElse("without name");
            pair.text("working-directory").map(Path::of).ifPresent(working -> {
                int line = root.problems().line(pair.at("working-directory"));
                if (WorkingDirectories.inside(file, working)) {
                    root.problems()
                            .addLine(line, WorkingDirectories.sentence("the configuration file", file, name, working));
                }
                if (WorkingDirectories.inside(state, working)) {
                    int at = robot.has("state") ? root.problems().line(robot.at("state")) : line;
                    root.problems().addLine(at, WorkingDirectories.sentence("robot.state", state, name, working));
                }
            });
        }
    }
}
