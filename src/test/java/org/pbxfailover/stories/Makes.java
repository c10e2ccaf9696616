package org.pbxfailover.stories;

import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.InProcess;

/** Pairs of one robot whose stage {@code reload} calls an action of the library; everything else about them is as usual. */
final class Makes implements AutoCloseable {
    private static final String QUICK = ", attempts: 1, backoff: 200ms, verify: { within: 10s, every: 100ms }";

    private final Town town;
    private @Nullable InProcess process;
    private @Nullable RobotClient robot;

    Makes(Path directory) {
        town = new Town(directory).also("readiness: { every: 1s }\n");
    }

    /** @param action its name and settings in YAML: {@code action: NAME, url: …} */
    Makes pair(String name, String action) {
        return exact(name, "{ " + action + QUICK + " }");
    }

    /** A pair whose action says by itself how it is verified. */
    Makes exact(String name, String action) {
        town.pair(
                name,
                "",
                "reload: " + action + "\ntrunks: " + town.action(name, "trunks", "") + "\ndns: "
                        + town.action(name, "dns", "") + "\n",
                "dns: " + town.action(name, "dns-back", "") + "\n");
        return this;
    }

    Makes start() {
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
        return this;
    }

    private RobotClient robot() {
        return Objects.requireNonNull(robot);
    }

    private void dies(String pair) {
        town.primary(pair).is(Stub.answers(500, "out of order"));
    }

    /** The primary dies; the stage must be done. What was seen last of it. */
    String works(String pair) {
        dies(pair);
        robot().until(pair, "active");
        return robot().history(pair).at("/0/stages/0/detail").asText();
    }

    /** The primary dies; the stage must fail and nothing may come after it. The alarm. */
    String fails(String pair) {
        dies(pair);
        return soon("the alarm of " + pair)
                .until(() -> robot().alarms(pair), alarms -> alarms.stream().anyMatch(why -> why.contains("stalled")))
                .get(0);
    }

    /** How often the stage was called. */
    int calls(String pair) {
        return robot().history(pair).at("/0/stages/0/attempts").asInt();
    }

    /** What its preflight says; empty when it is content. */
    String preflight(String pair) {
        soon("a preflight of " + pair)
                .until(() -> !robot().pair(pair).path("ready").isMissingNode());
        List<String> reasons = texts(robot().pair(pair).path("not-ready"));
        return String.join("; ", reasons);
    }

    /** Waits until the preflight complains with this text. */
    void complains(String pair, String part) {
        soon("the preflight of " + pair + " to say: " + part)
                .until(() -> preflight(pair), reasons -> reasons.contains(part));
    }

    /** Everything that people can see of a pair. */
    String seen(String pair) {
        return robot().pair(pair).toString() + robot().history(pair);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        town.close();
    }
}
