package org.pbxfailover.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks the robot's API ten times a second and puts what is new into the timeline. Safe for use by many threads. */
final class RobotWatcher implements AutoCloseable {
    private static final String WHO = "robot";
    private static final long EVERY_MILLIS = 100;
    private static final RobotApi.View NOTHING = new RobotApi.View("", "", List.of(), Map.of());

    private final RobotApi api;
    private final Narration timeline;
    private final ScheduledExecutorService loop;
    private volatile RobotApi.View latest = NOTHING;

    RobotWatcher(RobotApi api, Narration timeline) {
        this.api = api;
        this.timeline = timeline;
        this.loop = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sandbox-robot-watcher");
            thread.setDaemon(true);
            return thread;
        });
        var unused = loop.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the API showed last; an empty state before its first answer. */
    RobotApi.View latest() {
        return latest;
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }

    private void look() {
        Optional<RobotApi.View> view = api.view();
        if (view.isEmpty() || Thread.currentThread().isInterrupted()) {
            return;
        }
        RobotApi.View now = view.get();
        RobotApi.View before = latest;
        if (!now.state().equals(before.state())) {
            timeline.line(WHO, now.state() + ": " + now.sentence());
        }
        now.stages().forEach((stage, state) -> {
            if (!state.equals(before.stages().get(stage))) {
                timeline.line(WHO, "stage " + stage + ": " + state);
            }
        });
        now.alarms().stream()
                .filter(alarm -> !before.alarms().contains(alarm))
                .forEach(alarm -> timeline.line(WHO, "ALARM: " + alarm));
        latest = now;
    }
}
