package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.pbxfailover.camel.Cause;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;

/**
 * Whether a set of route files would work: loads them into a context of its own whose routes are never started, so that neither the
 * network nor the running routes are touched, and holds the stages that they call against the stages that the pairs have actions for.
 */
public final class RoutesCheck {

    /** The routes that the robot itself relies on; a set of files without one of them would guard nothing. */
    private static final Set<String> NEEDED = Set.of(
            "watch", "probe", "confirm", "resume", "run", "activate", "fail-back", "stage", "call", "notify", "http");

    private final Outline outline;
    private final Consumer<CamelContext> beans;

    /**
     * @param outline of the configuration that the routes must fit; it need not be valid
     * @param beans binds what the routes name
     */
    public RoutesCheck(Outline outline, Consumer<CamelContext> beans) {
        this.outline = outline;
        this.beans = beans;
    }

    /** Everything that is wrong with the route files of a directory; of each broken file or route its first mistake. */
    public List<Problem> check(Path directory) {
        Map<Path, String> files = RouteFiles.read(directory);
        return files.isEmpty() ? List.of(empty(directory)) : check(directory, files);
    }

    private static Problem empty(Path directory) {
        return new Problem(
                directory.toString(),
                0,
                "no route files (" + RouteFiles.PATTERN
                        + ") are in it; --routes names the directory that has them, such as"
                        + " the one that came with the program");
    }

    /** The files of a directory that the configuration needs; the others are not loaded. */
    public List<Path> needed(Path directory) {
        return List.copyOf(needed(RouteFiles.read(directory)).keySet());
    }

    private Map<Path, String> needed(Map<Path, String> texts) {
        return NeededFiles.of(
                texts, outline.actions().stream().map(Outline.Named::name).toList());
    }

    /** What is wrong with the files that are needed; where something is, everything that is wrong with any. */
    public List<Problem> checkNeeded(Path directory) {
        return check(directory, needed(RouteFiles.read(directory))).isEmpty() ? List.of() : check(directory);
    }

    /**
     * What is wrong with these texts after an edit of one file.
     *
     * @param before the file's text in the routes that run; a route of it that is missing now would go on running, so that is wrong, too
     */
    List<Problem> edited(Path directory, Map<Path, String> texts, Path file, Optional<String> before) {
        String edited = RouteProblem.shown(file);
        Map<Path, String> needed = needed(texts);
        needed.put(file, Objects.requireNonNull(texts.get(file)));
        List<Problem> problems = check(directory, needed).stream()
                .map(problem -> blamed(problem, edited, directory.toString()))
                .sorted(Comparator.comparing((Problem problem) -> problem.line() == 0)) // what names a line comes first
                .toList();
        if (!problems.isEmpty() || before.isEmpty()) {
            return problems;
        }
        Set<String> gone = ids(file, before.get());
        gone.removeAll(ids(file, Objects.requireNonNull(texts.get(file))));
        return gone.stream()
                .map(id -> new Problem(
                        edited,
                        0,
                        "the route '" + id + "' is gone, but would go on until the robot is restarted: put it back, or"
                                + " restart the robot without it"))
                .toList();
    }

    /** Every file was well before the edit, so the edited one is to blame, also when the trouble shows in another place. */
    private static Problem blamed(Problem problem, String edited, String directory) {
        if (problem.file().equals(edited)) {
            return problem;
        }
        boolean nowhere = problem.file().equals(directory);
        return new Problem(edited, 0, nowhere ? problem.sentence() : problem.toString());
    }

    /** Of the routes in a text that could be loaded. */
    static Set<String> ids(Path file, String text) {
        try (DefaultCamelContext scratch = scratch()) {
            PluginHelper.getRoutesLoader(scratch).loadRoutes(RouteLoading.resource(file, text));
            Set<String> ids = new TreeSet<>();
            scratch.getRouteDefinitions().forEach(route -> ids.add(String.valueOf(route.getRouteId())));
            return ids;
        } catch (Exception e) {
            return new TreeSet<>(); // it was loaded before, so this does not happen
        }
    }

    private static DefaultCamelContext scratch() {
        DefaultCamelContext scratch = new DefaultCamelContext();
        scratch.setAutoStartup(false);
        scratch.disableJMX();
        scratch.setSourceLocationEnabled(true);
        scratch.getCamelContextExtension().setName("routes-check");
        scratch.setStartupSummaryLevel(StartupSummaryLevel.Oneline); // nothing runs, so no list of what was stopped
        return scratch;
    }

    /** What is wrong with these texts; {@code directory} is named where no single file is to blame. */
    List<Problem> check(Path directory, Map<Path, String> texts) {
        List<Problem> problems = new ArrayList<>();
        try (DefaultCamelContext scratch = scratch()) {
            beans.accept(scratch);
            LoadedRoutes loaded = new RouteLoading(scratch, texts, problems).load();
            problems.addAll(missing(directory, loaded));
            problems.addAll(new CallsCheck(loaded).problems());
            problems.addAll(new StagesCheck(outline, loaded, directory).problems());
        } catch (Exception e) {
            problems.add(new Problem(directory.toString(), 0, Cause.sentence(e)));
        }
        return problems;
    }

    private static List<Problem> missing(Path directory, LoadedRoutes loaded) {
        return NEEDED.stream()
                .filter(loaded::lacksRoute)
                .sorted()
                .map(id -> new Problem(
                        directory.toString(),
                        0,
                        "there is no route with the id '" + id
                                + "', which the robot needs; put back the one that came with" + " the program"))
                .toList();
    }
}
