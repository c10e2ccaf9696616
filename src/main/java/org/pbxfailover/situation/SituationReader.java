package org.pbxfailover.situation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.config.FileKind;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.Problems;
import org.pbxfailover.config.Section;
import org.pbxfailover.config.YamlTree;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Rules;

/** Reads a situation strictly: every mistake is reported at once, with its line and with what would be right. */
public final class SituationReader {
    private static final FileKind KIND =
            new FileKind("the situation", "name another", "tell a story, as docs/situations.md shows");
    private static final List<String> KEYS = List.of("about", "begins", "rules", "activation", "failback", "story");
    private static final OffsetDateTime BEGINS = OffsetDateTime.parse("2026-11-23T03:00:00Z");

    private SituationReader() {}

    /** Either a situation or the problems that kept it from being one. */
    public sealed interface Reading {}

    public record Valid(Situation situation) implements Reading {}

    /**
     * A file with mistakes.
     *
     * @param problems at least one
     */
    public record Invalid(List<Problem> problems) implements Reading {}

    /**
     * Never throws for what a person wrote.
     *
     * @param named as the person named the file
     * @param file where it is
     */
    public static Reading read(Path named, Path file) {
        Problems problems = new Problems(named.toString(), KIND);
        Optional<JsonNode> tree = YamlTree.read(file, problems);
        if (tree.isEmpty()) {
            return new Invalid(problems.sorted());
        }
        Situation situation = situation(named.toString(), new Section(tree.get(), "", problems));
        return problems.none() ? new Valid(situation) : new Invalid(problems.sorted());
    }

    private static Situation situation(String file, Section root) {
        Fields fields = new Fields(root);
        fields.only(KEYS);
        String about = fields.text("about", "a sentence").orElse("");
        if (!fields.has("about")) {
            root.complain("about", "the situation lacks the key 'about': say in a sentence what happens");
        }
        OffsetDateTime begins = begins(fields);
        RulesReader reader = new RulesReader();
        Rules rules = reader.rules(root.section("rules"), RulesReader.defaults());
        Map<String, List<ActionRules>> activation = reader.stages(root.section("activation"), SceneReader.taken());
        Map<String, List<ActionRules>> failback = reader.stages(root.section("failback"), SceneReader.taken());
        Set<String> stages = new LinkedHashSet<>(activation.keySet());
        stages.addAll(failback.keySet());
        List<Situation.Scene> story = new ArrayList<>();
        SceneReader scenes = new SceneReader(begins, rules, reader, stages);
        if (root.section("story").node().isArray()) {
            root.list("story").forEach(scene -> story.add(scenes.scene(scene)));
        }
        if (story.isEmpty()) {
            root.complain(
                    "story", "the situation has no story: list its steps, such as story: [{ at: 5s, probe: timeout }]");
        }
        return new Situation(file, about, begins, root.has("begins"), rules, activation, failback, List.copyOf(story));
    }

    private static OffsetDateTime begins(Fields fields) {
        Optional<String> text = fields.text("begins", "a date and time");
        try {
            return text.map(OffsetDateTime::parse).orElse(BEGINS);
        } catch (DateTimeException e) {
            fields.complain("begins", "must be a date and time such as 2026-11-23T03:00:00Z");
            return BEGINS;
        }
    }
}
