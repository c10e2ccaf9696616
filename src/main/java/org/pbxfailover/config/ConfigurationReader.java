package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code config/failover.yaml} strictly and reports every problem at once, sorted by line. The file must be what its JSON
 * Schema says ({@link SchemaCheck}) and keep the rules between its keys ({@link KeyRules}). Safe for many threads.
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

    /** Either a configuration or the problems that kept it from being one; and in both cases what the routes can be held against. */
    public sealed interface Reading {
        Outline outline();
    }

    public record Valid(Configuration configuration, Outline outline) implements Reading {}

    /**
     * A file with mistakes.
     *
     * @param problems at least one
     */
    public record Invalid(List<Problem> problems, Outline outline) implements Reading {}

    /** Never throws for what a person wrote; secrets must be there, but are not kept. */
    public Reading read(Path file) {
        var problems = new Problems(file.toString());
        Optional<JsonNode> tree = YamlTree.read(file, problems);
        if (tree.isEmpty()) {
            return new Invalid(problems.sorted(), Outline.unreadable(file.toString()));
        }
        schema.check(tree.get(), problems);
        var root = new Section(tree.get(), "", problems);
        new KeyRules(root, secrets).check();
        Outline outline = Outline.of(file.toString(), root);
        outsideOfWorkingDirectories(root.section("robot"), outline, file);
        return problems.none()
                ? new Valid(new ConfigurationMaker(root, secrets, schema.events()).configuration(file), outline)
                : new Invalid(problems.sorted(), outline);
    }

    private static void outsideOfWorkingDirectories(Section robot, Outline outline, Path file) {
        Problems problems = robot.problems();
        outline.insideWorkingDirectory(file, "the configuration file")
                .forEach(problem -> problems.addLine(problem.line(), problem.sentence()));
        if (robot.doubtful("state")) {
            return;
        }
        Path state = Path.of(robot.text("state").orElse(Defaults.STATE));
        outline.insideWorkingDirectory(state, "robot.state")
                .forEach(problem -> problems.addLine(
                        robot.has("state") ? problems.line(robot.at("state")) : problem.line(), problem.sentence()));
    }
}
