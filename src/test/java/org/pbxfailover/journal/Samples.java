package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Reply;
import org.pbxfailover.core.SecondOpinion;

/** Entries and helpers that several tests of the journal share. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-23T03:04:05.123456789Z");
    static final Evidence EVIDENCE = new Evidence(
            List.of(
                    probe(new Finding.Failed(FailureClass.TIMEOUT, "no answer in 3 s")),
                    probe(new Finding.Failed(FailureClass.REFUSED, "connection refused"))),
            List.of(
                    new OutsideAnswer("tcp://9.9.9.9:53", true, "connected", Duration.ofMillis(17)),
                    new OutsideAnswer("https://one.one.one.one/", false, "no answer", Duration.ofSeconds(2))),
            List.of(new SecondOpinion("its SIP side", false, "timeout: no answer in 3 s")),
            Optional.of(probe(new Finding.Alive("302 Found"))));

    private Samples() {}

    static List<Entry> oneOfEachKind(String pair) {
        return List.of(
                new Entry.EpochOpened(pair, AT, 7, EpochKind.FAILOVER, "3 probes failed", EVIDENCE),
                new Entry.CallBegun(pair, AT, 7, "reload", 1, 1, "http, webhook"),
                new Entry.CallAnswered(pair, AT, 7, "reload", 1, 1, Reply.REFUSED, "503 Service Unavailable"),
                new Entry.AttemptFailed(pair, AT, 7, "reload", 1, 1, "not registered"),
                new Entry.ActionDone(pair, AT, 7, "reload", 1, "204"),
                new Entry.ActionGivenUp(pair, AT, 7, "fence", 2, "timeout"),
                new Entry.EpochClosed(pair, AT, 7, Entry.Outcome.COMPLETED, "all stages done"),
                new Entry.OldValue(pair, AT, 7, "192.0.2.53:8081 pbx.example.org", "300 A 192.0.2.10"),
                new Entry.WouldHave(pair, AT, "would have failed over (shadow mode)", EVIDENCE),
                new Entry.MaintenanceBegan(pair, AT, AT.plusSeconds(1800), "anna"),
                new Entry.MaintenanceEnded(pair, AT, "anna"),
                new Entry.HoldBegan(pair, AT, "anna"),
                new Entry.Released(pair, AT, "anna"),
                new Entry.DrillBegan(pair, AT, 7, true, "anna"),
                new Entry.DrillEnded(
                        pair,
                        AT,
                        false,
                        "not ready",
                        List.of(new DrillFinding("stage dns", false, "401", Duration.ofMillis(12)))),
                new Entry.Acknowledged(pair, AT, "anna"),
                new Entry.PrimaryDown(pair, AT, 7, "connection refused"));
    }

    static Entry acknowledged(String pair, String by) {
        return new Entry.Acknowledged(pair, AT, by);
    }

    static StateDirectory opened(Path directory) {
        return opened(directory, "standby");
    }

    static StateDirectory opened(Path directory, String robot) {
        StateDirectory.Opening opening = StateDirectory.open(directory, robot);
        if (opening instanceof StateDirectory.Opened opened) {
            return opened.directory();
        }
        throw new AssertionError("not opened: " + opening);
    }

    static SqliteJournal journal(StateDirectory state) {
        return (SqliteJournal) state.journal();
    }

    /** Another Java process with the classes of this test; its output is merged and can be read. */
    static Process java(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Probe probe(Finding finding) {
        return new Probe(new Moment(-42, AT), Duration.ofMillis(3001), finding);
    }
}
