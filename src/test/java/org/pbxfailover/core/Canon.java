package org.pbxfailover.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One world for all that have the same future: clocks begin at {@link World#ZERO}, moments are whole units from there, epochs and rounds
 * are small, hosts are named in the order in which they matter, words are left out. Nothing else is forgotten, so the search goes on from
 * the world that comes out, and {@code CanonTest} holds that it makes no difference.
 */
final class Canon {
    private final Plan plan;
    private final World world;
    private final Moment now;

    private Canon(Plan plan, World world) {
        this.plan = plan;
        this.world = world;
        this.now = world.now();
    }

    static World of(Plan plan, World world) {
        return new Canon(plan, world).world();
    }

    private World world() {
        Seen seen = world.seen();
        Optional<Confirmation> confirmation = world.state().confirmation();
        Map<String, String> hosts = hosts(seen, confirmation);
        long round = seen.rounds();
        Ledger ledger = ledger();
        return new World(
                state(ledger, confirmation.map(open -> confirmation(open, hosts, round))),
                ledger,
                seen(seen, seen.asking().map(open -> asking(open, hosts, round))),
                world.shadow(),
                World.ZERO);
    }

    // ---- moments

    private static Moment at(long nanos) {
        return World.ZERO.plus(Duration.ofNanos(nanos));
    }

    private static Moment units(long units) {
        return at(units * Plan.UNIT_NANOS);
    }

    /** What is due is due now. */
    private Moment due(Moment moment) {
        long left = moment.since(now).toNanos();
        return units(left <= 0 ? 0 : (left + Plan.UNIT_NANOS - 1) / Plan.UNIT_NANOS);
    }

    /** A grace that has run out is as if it had never been, and so is one that ends or begins anew before the pair is watched again. */
    private Optional<Moment> grace(Optional<Moment> until) {
        return until.filter(moment -> world.ledger().watched())
                .filter(now::isBefore)
                .map(this::due);
    }

    /** Whether the secondary serves or is coming to: only then it matters what became of the primary since. */
    private boolean serving() {
        return world.ledger().open().isPresent() || world.ledger().service() != Ledger.Service.PRIMARY;
    }

    private Moment past(Moment moment, long most) {
        long units = now.since(moment).toNanos() / Plan.UNIT_NANOS;
        return units(-Math.min(units, most));
    }

    /** Whether it answers always matters to the pair, which need not hear of one more answer where all is well. */
    private Optional<Moment> answering(Optional<Moment> since) {
        return steady(since).or(() -> since.map(moment -> past(moment, 0)));
    }

    /** How long it has been steady matters once it is back; a primary that is down is not, and must be noticed if it were. */
    private Optional<Moment> steady(Optional<Moment> since) {
        PairState state = world.state();
        boolean back = state.primaryReturned() || world.seen().returned() && serving();
        if (!back && !state.primaryDown()) {
            return Optional.empty();
        }
        long enough = plan.rules().stableFor().toNanos() / Plan.UNIT_NANOS;
        return since.map(moment -> past(moment, enough));
    }

    /** Only whether it is overdue matters: less than a unit makes it so. */
    private Moment began(Moment moment) {
        return now.since(moment).compareTo(Plan.UNIT) < 0 ? at(-150) : units(-1);
    }

    // ---- what the observer saw

    private Seen seen(Seen of, Optional<Asking> asking) {
        return new Seen(
                probes(of.failing()),
                at(-500),
                1,
                asking,
                steady(of.steady()),
                grace(of.grace()),
                of.down(),
                of.returned() && serving(),
                of.stallTold(),
                of.held());
    }

    /** Where a probe stands to what the robot began to count from is kept, and which of them is the newer one. */
    private List<Probe> probes(List<Probe> probes) {
        List<Probe> canonical = new ArrayList<>(probes.size());
        for (int i = 0; i < probes.size(); i++) {
            canonical.add(probe(probes.get(i), i));
        }
        return canonical;
    }

    private Probe probe(Probe probe, int place) {
        boolean old = probe.began().isBefore(world.state().sight().countFrom());
        return Moves.failed(at((old ? -400 : -200) + place), plan.counted(FailureClass.TIMEOUT));
    }

    private Asking asking(Asking of, Map<String, String> hosts, long round) {
        return new Asking(
                of.round() - round + 1,
                began(of.began()),
                evidence(of.failed()),
                answers(of.answers(), hosts),
                of.passed().map(moment -> at(-100)),
                of.silent(),
                of.last().map(last -> Moves.failed(at(-50), plan.counted(FailureClass.REFUSED))));
    }

    private List<Probe> evidence(List<Probe> probes) {
        List<Probe> canonical = new ArrayList<>(probes.size());
        for (int i = 0; i < probes.size(); i++) {
            canonical.add(Moves.failed(at(-250 + i), plan.counted(FailureClass.TIMEOUT)));
        }
        return canonical;
    }

    /** Those that answered come first: only how many they are makes a difference. */
    private static Map<String, String> hosts(Seen seen, Optional<Confirmation> confirmation) {
        List<OutsideAnswer> answers = new ArrayList<>(seen.asking()
                .map(Asking::answers)
                .or(() -> confirmation.map(Confirmation::outside))
                .orElse(List.of()));
        answers.sort(Comparator.comparing(answer -> !answer.answered()));
        Map<String, String> names = new LinkedHashMap<>();
        for (OutsideAnswer answer : answers) {
            names.put(answer.host(), "h" + names.size());
        }
        return names;
    }

    private static List<OutsideAnswer> answers(List<OutsideAnswer> answers, Map<String, String> hosts) {
        return answers.stream()
                .map(answer -> new OutsideAnswer(
                        hosts.getOrDefault(answer.host(), "x" + answer.host()), answer.answered(), "", Duration.ZERO))
                .sorted(Comparator.comparing(OutsideAnswer::host))
                .toList();
    }

    // ---- what the journal says

    private Ledger ledger() {
        Ledger of = world.ledger();
        boolean numbered = of.open().isPresent() || of.service() != Ledger.Service.PRIMARY;
        Map<ActionKey, Ledger.Work> work = new LinkedHashMap<>();
        keys(of.open()).forEach(key -> of.work(key).ifPresent(done -> work.put(key, work(key, done))));
        return new Ledger(
                numbered ? 1 : 0,
                of.open(),
                work,
                of.service(),
                of.primary(),
                of.suspended().map(this::due));
    }

    private Instant due(Instant until) {
        return until.equals(Ledger.FOR_EVER)
                ? until
                : due(now.plus(Duration.between(now.wall(), until))).wall();
    }

    private Iterable<ActionKey> keys(Optional<EpochKind> open) {
        return plan.stages(open.orElse(EpochKind.FAILOVER)).keySet();
    }

    private Ledger.Work work(ActionKey key, Ledger.Work done) {
        return new Ledger.Work(attempts(key, done.passed(), done.attempts()), done.stand());
    }

    /** Once they are used up, or no longer needed, their number says nothing more. */
    private int attempts(ActionKey key, boolean passed, int attempts) {
        return passed ? 1 : Math.min(attempts, plan.action(key).attempts());
    }

    // ---- what the robot knows

    private PairState state(Ledger ledger, Optional<Confirmation> confirmation) {
        PairState of = world.state();
        long shift = ledger.epoch() - world.ledger().epoch();
        boolean unread = of.state() == State.HOLD && !of.releasable() && of.epoch() == 0; // whatever the journal has
        return new PairState(
                of.state(),
                World.ZERO,
                "",
                sight(of.sight(), confirmation),
                unread ? 0 : of.epoch() + shift,
                of.run().map(run -> run(run, shift)),
                of.suspension().map(by -> new Suspension(by.until().map(this::due), "")),
                alarms(of.attention()));
    }

    private Sight sight(Sight of, Optional<Confirmation> confirmation) {
        boolean held = world.state().state() == State.HOLD;
        boolean tooEarly = !held && of.countFrom().isBefore(world.seen().since());
        long recent = of.cleared().stream()
                .filter(moment -> now.since(moment).compareTo(plan.rules().flapWindow()) <= 0)
                .count();
        return new Sight(
                new Streak(streak(of.streak().failed())),
                confirmation,
                of.rounds() - world.seen().rounds() + 1,
                at(tooEarly ? -600 : -300),
                of.primaryDown(),
                answering(of.steadySince()),
                grace(of.graceUntil()),
                Collections.nCopies((int) recent, World.ZERO));
    }

    /** The robot's probes by the observer's names for them; one that the observer does not know has a name of its own. */
    private List<Probe> streak(List<Probe> probes) {
        List<Probe> failing = world.seen().failing();
        List<Probe> evidence = world.seen().asking().map(Asking::failed).orElse(List.of());
        List<Probe> canonical = new ArrayList<>(probes.size());
        for (Probe probe : probes) {
            int asked = evidence.indexOf(probe);
            int known = failing.indexOf(probe);
            canonical.add(
                    asked >= 0
                            ? Moves.failed(at(-250 + asked), plan.counted(FailureClass.TIMEOUT))
                            : known >= 0
                                    ? probe(probe, known)
                                    : Moves.failed(at(-900 + canonical.size()), plan.counted(FailureClass.TIMEOUT)));
        }
        return canonical;
    }

    private Confirmation confirmation(Confirmation of, Map<String, String> hosts, long round) {
        return new Confirmation(
                of.round() - round + 1,
                began(of.began()),
                answers(of.outside(), hosts),
                of.passed().map(moment -> at(-100)),
                of.last().map(last -> Moves.failed(at(-50), plan.counted(FailureClass.REFUSED))),
                of.opinions());
    }

    private static Alarms alarms(Alarms of) {
        Map<Trigger, String> shown = new EnumMap<>(Trigger.class);
        of.shown().keySet().forEach(cause -> shown.put(cause, ""));
        return new Alarms(shown, of.acknowledged());
    }

    private Run run(Run of, long shift) {
        Map<ActionKey, Progress> progress = new LinkedHashMap<>();
        keys(Optional.of(of.kind())).forEach(key -> of.of(key).ifPresent(at -> progress.put(key, progress(key, at))));
        return new Run(of.epoch() + shift, of.kind(), "", due(of.notBefore()), progress);
    }

    private Progress progress(ActionKey key, Progress at) {
        boolean passed = at.phase().passed();
        return new Progress(
                attempts(key, passed, at.attempts()),
                at.phase(),
                passed ? World.ZERO : due(at.next()),
                at.verifyUntil().map(this::due),
                "");
    }
}
