package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Rehearsal;

/**
 * What a drill found, and what it amounts to.
 *
 * @param passed whether a failover would come and work
 * @param verdict a sentence for people
 * @param findings everything that was looked at; an outside host that failed is shown as such, but how many of them must answer is the
 *     business of the decision
 */
record Rehearsed(boolean passed, String verdict, List<DrillFinding> findings) {

    /** How the primary fails on paper, for a pair that never failed. */
    private static final List<Finding.Failed> AS_IF =
            List.of(new Finding.Failed(FailureClass.REFUSED, "connection refused, on paper"));

    /**
     * @param looked what every preflight and every outside host said
     * @param concerns what else speaks against a failover
     * @param entries of the pair's journal
     */
    static Rehearsed of(
            Guarded guarded, List<Preflights.Looked> looked, List<String> concerns, List<Entry> entries, Moment now) {
        List<DrillFinding> shown = new ArrayList<>();
        List<DrillFinding> judged = new ArrayList<>();
        List<OutsideAnswer> outside = new ArrayList<>();
        for (Preflights.Looked look : looked) {
            look.outside().ifPresent(outside::add);
            (look.outside().isPresent() ? shown : judged)
                    .add(new DrillFinding(
                            look.name(),
                            look.failure().isEmpty(),
                            look.failure().orElse(look.said()),
                            look.took()));
        }
        concerns.forEach(why -> judged.add(finding("readiness", false, why)));
        Rehearsal.Outcome outcome = Rehearsal.of(
                guarded.rules, recorded(entries), outside, guarded.state().epoch(), now);
        judged.add(finding("decision", outcome.activates(), outcome.sentence()));
        List<DrillFinding> standing = standing(guarded);
        shown.addAll(judged);
        shown.sort(Comparator.comparing(DrillFinding::name));
        shown.addAll(standing);
        List<DrillFinding> failed =
                judged.stream().filter(finding -> !finding.passed()).toList();
        boolean comes = standing.stream().allMatch(DrillFinding::passed);
        return new Rehearsed(
                comes && failed.isEmpty(), verdict(guarded.rules.shadow(), standing, comes, failed), shown);
    }

    /** What the state of the pair makes of a death, whatever the stages would do: nothing but watching leads to a failover. */
    private static List<DrillFinding> standing(Guarded guarded) {
        String why = switch (guarded.state().state()) {
            case WATCHING, SUSPECT, BLIND -> "";
            case HOLD -> guarded.state().sentence();
            case MAINTENANCE -> guarded.state().sentence();
            case ACTIVE ->
                "the secondary is in service already"
                        + (guarded.state().releasable() ? ", and the pair is on hold" : "");
            case ACTIVATING, FAILING_BACK ->
                String.join(
                        "; ",
                        guarded.state().alarms().isEmpty()
                                ? List.of(guarded.state().sentence())
                                : guarded.state().alarms().values());
        };
        if (!why.isEmpty()) {
            return List.of(finding("state", false, guarded.state().state().label() + ": " + why));
        }
        return guarded.rules.shadow()
                ? List.of(finding("mode", true, "shadow: a death is decided and reported, and nothing is called"))
                : List.of();
    }

    private static String verdict(
            boolean shadow, List<DrillFinding> standing, boolean comes, List<DrillFinding> failed) {
        List<String> reasons = failed.stream()
                .map(finding -> finding.name() + (finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")"))
                .toList();
        String work = reasons.isEmpty()
                ? "a failover would work if it came now"
                : "a failover would not work: " + String.join("; ", reasons);
        if (!comes) {
            String not =
                    "no failover would come now, the pair is " + standing.get(0).detail();
            return reasons.isEmpty() ? not + "; the stages would work" : not + "; " + work;
        }
        return shadow ? "in shadow mode nothing would be called; were it live, " + work : work;
    }

    /** How the probes failed when the pair failed over last. */
    private static List<Finding.Failed> recorded(List<Entry> entries) {
        return entries.stream()
                .filter(Entry.EpochOpened.class::isInstance)
                .map(entry -> ((Entry.EpochOpened) entry).evidence().failed())
                .filter(failed -> !failed.isEmpty())
                .reduce((earlier, later) -> later)
                .map(Rehearsed::findings)
                .filter(failed -> !failed.isEmpty())
                .orElse(AS_IF);
    }

    private static List<Finding.Failed> findings(List<Probe> probes) {
        return probes.stream()
                .map(Probe::finding)
                .filter(Finding.Failed.class::isInstance)
                .map(Finding.Failed.class::cast)
                .toList();
    }

    private static DrillFinding finding(String name, boolean passed, String detail) {
        return new DrillFinding(name, passed, detail, Duration.ZERO);
    }
}
