package org.pbxfailover.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be told of a configuration whether or not all of it is valid: what the pairs ask of the routes, and where they work. So the
 * routes can be held against a file that has other mistakes. What was complained of already is not in it, and nothing may be concluded
 * from its absence.
 *
 * @param file as the person named it
 * @param activations of each pair whose activation can be read
 * @param failbacks of each pair that has one that can be read
 * @param actions every action that is called by name, also by notifications; its path ends in the key that names it
 * @param workingDirectories what is synchronised; the name is the pair's
 */
public record Outline(
        String file,
        List<Stages> activations,
        List<Stages> failbacks,
        List<Named> actions,
        List<WorkingDirectory> workingDirectories) {

    /**
     * One name and where it stands.
     *
     * @param path such as {@code pairs[acme].activation.reload}
     * @param line from 1
     */
    public record Named(String path, int line, String name) {}

    /**
     * The stages of one pair's activation or fail-back, in the order of the file.
     *
     * @param path such as {@code pairs[acme].activation}
     * @param line from 1
     * @param misnamed what stands there as a stage and was complained of, because no stage can be called so
     */
    public record Stages(String path, int line, List<Named> stages, List<String> misnamed) {

        /** Whether the pair has something in that stage, be it right or wrong. */
        public boolean has(String stage) {
            return stages.stream().anyMatch(named -> named.name().equals(stage));
        }
    }

    public record WorkingDirectory(String pair, int line, Path directory) {}

    /** Of a file that nothing can be told of. */
    public static Outline unreadable(String file) {
        return new Outline(file, List.of(), List.of(), List.of(), List.of());
    }

    /** Of a file whose problems have been found. */
    static Outline of(String file, Section root) {
        var activations = new ArrayList<Stages>();
        var failbacks = new ArrayList<Stages>();
        var actions = new ArrayList<Named>();
        var directories = new ArrayList<WorkingDirectory>();
        for (Section pair : root.list("pairs")) {
            run(pair, "activation", actions).ifPresent(activations::add);
            run(pair, "failback", actions).ifPresent(failbacks::add);
            pair.text("working-directory")
                    .ifPresent(working -> directories.add(new WorkingDirectory(
                            pair.text("name").orElse("without name"),
                            root.problems().line(pair.at("working-directory")),
                            Path.of(working))));
        }
        root.list("notify").forEach(receiver -> actions.addAll(actions(receiver)));
        return new Outline(file, activations, failbacks, actions, directories);
    }

    private static Optional<Stages> run(Section pair, String key, List<Named> actions) {
        Section run = pair.section(key);
        if (!run.node().isObject() || run.problems().at(run.pointer())) {
            return Optional.empty();
        }
        var stages = new ArrayList<Named>();
        var misnamed = new ArrayList<String>();
        for (String stage : run.sections().keySet()) {
            if (Text.NAME.matcher(stage).matches()) {
                stages.add(new Named(run.path(stage), run.problems().line(run.at(stage)), stage));
            } else {
                misnamed.add(stage);
            }
            run.list(stage).forEach(section -> actions.addAll(actions(section)));
        }
        return Optional.of(
                new Stages(run.problems().path(run.pointer()), run.problems().line(run.pointer()), stages, misnamed));
    }

    /** What is called there, and what looks for it. */
    private static List<Named> actions(Section section) {
        var actions = new ArrayList<Named>();
        section.text("action").ifPresent(name -> actions.add(named(section, name)));
        for (String key : List.of("verify", "preflight")) {
            Section look = section.section(key);
            Library.look(section, key).ifPresent(name -> actions.add(named(look.has("action") ? look : section, name)));
        }
        return actions;
    }

    private static Named named(Section section, String name) {
        return new Named(section.path("action"), section.problems().line(section.at("action")), name);
    }

    /**
     * Whether something that the robot depends on lies in what is synchronised.
     *
     * @param thing such as the directory of the routes; it need not exist
     * @param what how to call it in the sentence, such as {@code the routes directory}
     * @return one problem for each pair in whose working directory it lies
     */
    public List<Problem> insideWorkingDirectory(Path thing, String what) {
        return workingDirectories.stream()
                .filter(working -> WorkingDirectories.inside(thing, working.directory()))
                .map(working -> new Problem(
                        file,
                        working.line(),
                        WorkingDirectories.sentence(what, thing, working.pair(), working.directory())))
                .toList();
    }
}
