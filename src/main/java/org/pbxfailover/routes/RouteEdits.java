package org.pbxfailover.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.pbxfailover.camel.SlowLook;
import org.pbxfailover.config.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over edits of route files while the robot runs. An edit is tried in a context of its own first; one that would not work is
 * refused with a sentence, and the routes go on as they were (fault 41).
 */
public final class RouteEdits extends RouteWatcherReloadStrategy {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    private static final int PAUSE_MILLIS = 2_000;

    private final Path directory;
    private final RoutesCheck check;
    private final Runnable onRefusal;
    private final Map<Path, String> live;
    private final Map<Path, String> atStart;
    /** Who moves a whole directory changes nothing inside of it, so nobody would be told. */
    private final SlowLook away;

    private volatile boolean gone;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Path, String> refused = new ConcurrentSkipListMap<>();

    /**
     * @param directory of the routes that are being started
     * @param onRefusal is told of each refused edit, for the metrics
     * @param looks where the directory is looked for, as its disk may hang
     */
    public RouteEdits(Path directory, RoutesCheck check, Runnable onRefusal, Executor looks) {
        super(directory.toString(), true);
        this.directory = directory;
        this.check = check;
        this.onRefusal = onRefusal;
        this.atStart = RouteFiles.read(directory);
        this.live = new TreeMap<>(atStart);
        this.away = new SlowLook(
                looks, this::moved, "the routes directory " + directory + " does not answer; look at its disk");
        setPattern(RouteFiles.PATTERN);
        setRemoveAllRoutes(false);
        setPollTimeout(500);
        setResourceReload((name, resource) -> tried(Path.of(name)));
    }

    /**
     * The edits that were refused and not mended since, as sentences with file and line. Never waits: an edit that is being taken over
     * may have to wait for a stage.
     */
    public Optional<String> refusedEdit() {
        List<String> sentences =
                Stream.concat(away.found().stream(), refused.values().stream()).toList();
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
    }

    private Optional<String> moved() {
        boolean there = Files.isDirectory(directory);
        if (!there && !gone) {
            LOG.warn("{}", deleted(directory));
        } else if (there && gone) {
            LOG.info("{} is there again", directory);
        }
        gone = !there;
        return gone ? Optional.of(deleted(directory)) : Optional.empty();
    }

    private static String deleted(Path path) {
        return path + " was deleted: its routes go on as they were; put it back, or restart the robot without it";
    }

    /** Whatever goes wrong with an edit, the thread that watches lives on: without it no further edit would be noticed. */
    private void tried(Path named) throws Exception {
        try {
            edited(named);
        } catch (Error e) {
            refuse(named, RouteProblem.shown(named) + ": the edit cannot be tried (" + e + "): take it back");
        }
    }

    private synchronized void edited(Path named) throws Exception {
        if (RouteFiles.hidden(directory, named)) {
            return;
        }
        Path file = live.keySet().stream()
                .filter(known -> known.toAbsolutePath().equals(named.toAbsolutePath()))
                .findFirst()
                .orElse(named);
        Optional<String> settled = Settled.text(file, stopped);
        if (settled.isEmpty() && !live.containsKey(file)) {
            if (refused.remove(file) != null) {
                LOG.info("{} is gone; it never had routes that were live", file);
            }
            return;
        }
        if (settled.isEmpty()) {
            refuse(file, deleted(file));
            return;
        }
        String text = settled.get();
        if (text.equals(live.get(file))) {
            if (refused.remove(file) != null) {
                LOG.info("{} is as it was before the refused edit", file);
            }
            return;
        }
        Map<Path, String> edited = new TreeMap<>(live);
        edited.put(file, text);
        List<Problem> problems = check.edited(directory, edited, file, Optional.ofNullable(live.get(file)));
        if (problems.isEmpty()) {
            takeOver(file, text);
        } else {
            refuse(file, problems.get(0) + more(problems));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getCamelContext()
                .getExecutorServiceManager()
                .newThread("routes-look", this::look)
                .start();
    }

    /** The watcher is not told when another directory takes the place of this one, or when a link is turned to other files. */
    private void look() {
        try {
            Map<Path, String> seen = atStart;
            while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = looked(seen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is there now, after what has changed was tried. */
    private Map<Path, String> looked(Map<Path, String> before) throws InterruptedException {
        try {
            Map<Path, String> now = RouteFiles.read(directory);
            if (!now.equals(before)) {
                Set<Path> files = new TreeSet<>(before.keySet());
                files.addAll(now.keySet());
                files.removeIf(file -> Objects.equals(before.get(file), now.get(file)));
                files.addAll(refused.keySet()); // what was missing there may have come by now
                for (Path file : files) {
                    tried(file);
                }
                for (Path file : List.copyOf(refused.keySet())) { // one may call what comes after it
                    tried(file);
                }
            }
            for (Path file : mended(now)) {
                tried(file);
            }
            return now;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug(
                    "the routes cannot be looked at: {}",
                    e.toString()); // what is wrong with the directory is said elsewhere
            return before;
        }
    }

    /** Refused, and as live again: what was missing only between two looks is no difference between them, and nobody tells of its return. */
    private synchronized List<Path> mended(Map<Path, String> now) {
        return refused.keySet().stream()
                .filter(live::containsKey)
                .filter(file -> Objects.equals(live.get(file), now.get(file)))
                .toList();
    }

    @Override
    protected void doStop() throws Exception {
        stopped.countDown();
        super.doStop();
    }

    private static String more(Collection<Problem> problems) {
        return problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    }

    private void takeOver(Path file, String text) {
        try {
            onRouteReload(List.of(resource(file, text)), false);
            live.put(file, text);
            refused.remove(file);
            LOG.info("{}: the edit is live", file);
        } catch (RuntimeException e) {
            try {
                restore(file, text);
            } finally {
                refuse(file, RouteProblem.of(file, e, getCamelContext()).toString());
            }
        }
    }

    /** The trial passed and the real thing failed all the same: without the routes that it brought, back to the text that worked. */
    private void restore(Path file, String refused) {
        Optional<String> before = Optional.ofNullable(live.get(file));
        Set<String> brought = RoutesCheck.ids(file, refused);
        before.ifPresent(text -> brought.removeAll(RoutesCheck.ids(file, text)));
        brought.forEach(this::remove);
        before.ifPresent(text -> onRouteReload(List.of(resource(file, text)), false));
    }

    private void remove(String route) {
        try {
            getCamelContext().getRouteController().stopRoute(route);
            getCamelContext().removeRoute(route);
        } catch (Exception e) {
            LOG.warn("the route {} of an edit that is refused cannot be stopped: {}", route, e.toString());
        }
    }

    private static Resource resource(Path file, String text) {
        return ResourceHelper.fromString(file.toUri().toString(), text);
    }

    private void refuse(Path file, String sentence) {
        if (!sentence.equals(refused.put(file, sentence))) {
            LOG.warn("edit refused, the routes go on as they were: {}", sentence);
            onRefusal.run();
        }
    }
}
