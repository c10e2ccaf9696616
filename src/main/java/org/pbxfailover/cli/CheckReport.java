package org.pbxfailover.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Internet;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.Problem;
import org.pbxfailover.core.DetectionTime;
import org.pbxfailover.logging.Printable;

/** What {@code check} says: every problem, or for each pair how fast and how sure its settings are. */
record CheckReport(Ink ink) {
    /** The promise is a switchover within a minute. */
    private static final Duration SLOW = Duration.ofSeconds(60);

    private static final Duration JUMPY = Duration.ofDays(30);
    private static final double LOSS = 0.01;

    /** All problems, by file and line. */
    void problems(List<Problem> all, PrintWriter err) {
        List<Problem> problems =
                all.stream().distinct().toList(); // an action that is looked at by the same one has two
        problems.stream()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparing(Problem::sentence))
                .forEach(problem -> err.println(Printable.oneLine(problem.toString())));
        err.println(ink.bad(problems.size() == 1 ? "1 problem." : problems.size() + " problems."));
    }

    List<String> valid(Configuration configuration) {
        List<String> lines = new ArrayList<>();
        int pairs = configuration.pairs().size();
        lines.add(configuration.file() + ": " + ink.good("valid") + ", " + pairs + (pairs == 1 ? " pair." : " pairs."));
        for (Pair pair : configuration.pairs()) {
            lines.add("");
            lines.addAll(valid(pair, configuration.internet()));
        }
        return lines;
    }

    private List<String> valid(Pair pair, Internet internet) {
        ProbeSettings probe = pair.primary().probe();
        DetectionTime time = detectionTime(pair, internet);
        Duration alarms = time.meanTimeBetweenFalseAlarms(LOSS);
        Duration failovers = time.meanTimeBetweenFalseFailovers(LOSS);
        List<String> lines = new ArrayList<>();
        lines.add(ink.strong(pair.name()) + (pair.shadow() ? " (shadow: decides and reports, never acts)" : ""));
        lines.add("  from death to the first activation call: at worst " + Spoken.duration(time.worstCaseHanging())
                + " when the primary hangs, " + Spoken.duration(time.worstCaseRefusing())
                + " when it refuses connections");
        lines.add("  false alarms when 1 % of the probes are lost: " + probe.failures() + " in a row about every "
                + Spoken.duration(alarms) + "; with the one more that a failover needs, about every "
                + Spoken.duration(failovers));
        Duration optional = untilGivenUp(pair);
        if (!optional.isZero()) {
            lines.add("  actions with required: false hold up those behind them by at most " + Spoken.duration(optional)
                    + " together, until they are given up");
        }
        lines.addAll(warnings(probe, time.worstCase(), alarms));
        lines.addAll(warnings(pair.primary(), internet));
        return lines;
    }

    private List<String> warnings(Pair.Primary primary, Internet internet) {
        List<Internet.OutsideHost> within = internet.within(primary);
        int left = internet.hosts().size() - within.size();
        return within.stream()
                .map(host -> ink.warning("  warning: the outside host " + host.uri()
                        + " is the primary's own web server and dies with it, so " + left
                        + (left == 1 ? " is" : " are") + " left to confirm its death, and internet.needed is "
                        + internet.needed()
                        + (left < internet.needed() ? ": there will never be a failover" : "")
                        + "; write a host that does not depend on it"))
                .toList();
    }

    private List<String> warnings(ProbeSettings probe, Duration worst, Duration alarms) {
        List<String> warnings = new ArrayList<>();
        if (worst.compareTo(SLOW) > 0) {
            warnings.add(ink.warning("  warning: " + Spoken.duration(worst)
                    + " is more than the minute in which telephones should "
                    + "work again; shorten probe.every (" + Spoken.duration(probe.every()) + ") or probe.timeout ("
                    + Spoken.duration(probe.timeout()) + "), or lower probe.failures (" + probe.failures() + ")"));
        }
        if (alarms.compareTo(JUMPY) < 0) {
            warnings.add(ink.warning("  warning: a false alarm every " + Spoken.duration(alarms)
                    + " is too many; raise probe.failures (" + probe.failures() + ")"));
        }
        return warnings;
    }

    private static Duration untilGivenUp(Pair pair) {
        return pair.activation().values().stream()
                .flatMap(List::stream)
                .filter(action -> !action.required())
                .map(action -> action.rules().untilGivenUp(action.timeout(), look(action)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration look(Action action) {
        return action.verify().map(verify -> verify.call().timeout()).orElse(Duration.ZERO);
    }

    private static DetectionTime detectionTime(Pair pair, Internet internet) {
        ProbeSettings probe = pair.primary().probe();
        return new DetectionTime(
                probe.every(),
                probe.recheck(),
                probe.timeout(),
                probe.failures(),
                internet.timeout(),
                opinions(pair, internet));
    }

    /** How long a decision may wait for the SIP side, where it has a say, and for witnesses. */
    private static Duration opinions(Pair pair, Internet internet) {
        Duration timeout = pair.primary().probe().timeout();
        if (!internet.witnesses().isEmpty()) {
            return internet.patience(timeout);
        }
        return pair.primary().vetoing().isPresent() ? timeout : Duration.ZERO;
    }
}
