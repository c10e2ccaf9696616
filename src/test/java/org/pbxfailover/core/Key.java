package org.pbxfailover.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A canonical world in few bits: two of them have the same key exactly when they are equal. */
record Key(long first, long second, long third) {

    @Override
    public int hashCode() {
        long mixed = (first * 0x9E3779B97F4A7C15L ^ second) * 0xC2B2AE3D27D4EB4FL ^ third;
        return Long.hashCode(mixed * 0x9E3779B97F4A7C15L);
    }

    static Key of(Plan plan, World world) {
        Packer bits = new Packer();
        state(bits, world.state());
        sight(bits, world.state().sight());
        seen(bits, world.seen(), world.state().sight());
        ledger(bits, world.ledger());
        bits.flag(world.shadow());
        bits.put(world.state().epoch() - world.ledger().epoch() + 1, 3);
        for (EpochKind kind : List.of(EpochKind.FAILOVER, EpochKind.FAIL_BACK)) {
            for (ActionKey key : plan.stages(kind).keySet()) {
                progress(bits, world.state().run().flatMap(run -> run.of(key)));
                work(bits, world.ledger().work(key));
            }
        }
        return bits.key();
    }

    private static void state(Packer bits, PairState state) {
        bits.put(state.state().ordinal(), 8);
        moment(bits, state.suspendedUntil());
        bits.flag(state.suspension().isPresent());
        for (Trigger cause : ALARMS) {
            bits.put(state.alarms().containsKey(cause) ? 1 : state.attention().knows(cause) ? 2 : 0, 3);
        }
        bits.put(state.run().map(run -> run.kind().ordinal() + 1).orElse(0), 4);
        state.run().ifPresent(run -> {
            bits.put(run.epoch() - state.epoch() + 1, 3);
            bits.put(units(run.notBefore()), 4);
        });
    }

    private static final List<Trigger> ALARMS = Transitions.TABLE.stream()
            .filter(Transition::alarm)
            .map(Transition::trigger)
            .distinct()
            .toList();

    private static void sight(Packer bits, Sight sight) {
        bits.put(sight.rounds() + 1, 4);
        bits.put(sight.cleared().size(), Rules.FLAPS + 1);
        bits.flag(sight.primaryDown());
        moment(bits, sight.steadySince());
        moment(bits, sight.graceUntil());
        bits.put(sight.countFrom().since(World.ZERO).toNanos() == -600 ? 0 : 1, 2);
        bits.flag(sight.confirmation().isPresent());
        sight.confirmation().ifPresent(open -> {
            bits.put(open.round() + 1, 4);
            bits.flag(open.began().since(World.ZERO).toNanos() <= -Plan.UNIT_NANOS);
            answers(bits, open.outside());
            bits.flag(open.passed().isPresent());
            bits.flag(open.last().isPresent());
            bits.put(open.opinions().size(), 8);
        });
    }

    private static void answers(Packer bits, List<OutsideAnswer> answers) {
        bits.put(answers.size(), 8);
        for (OutsideAnswer answer : answers) {
            bits.put(answer.host().startsWith("x") ? 0 : answer.answered() ? 1 : 2, 3);
        }
    }

    private static void seen(Packer bits, Seen seen, Sight sight) {
        bits.put(seen.failing().size(), 8);
        moment(bits, seen.steady());
        moment(bits, seen.grace());
        bits.flag(seen.down());
        bits.flag(seen.returned());
        bits.flag(seen.stallTold());
        bits.flag(seen.held());
        bits.flag(seen.asking().isPresent());
        seen.asking().ifPresent(open -> {
            bits.put(open.failed().size(), 8);
            bits.flag(open.began().since(World.ZERO).toNanos() <= -Plan.UNIT_NANOS);
            answers(bits, open.answers());
            bits.flag(open.passed().isPresent());
            bits.flag(open.last().isPresent());
            bits.put(open.silent().size(), 8);
        });
        for (Probe probe : seen.failing()) {
            bits.flag(probe.began().since(World.ZERO).toNanos() >= -200);
        }
        streak(bits, sight.streak().failed(), seen);
    }

    /** Mostly it is the end of what the observer saw, or the evidence that a confirmation began with. */
    private static void streak(Packer bits, List<Probe> streak, Seen seen) {
        bits.put(streak.size(), 8);
        List<Probe> failing = seen.failing();
        List<Probe> evidence = seen.asking().map(Asking::failed).orElse(List.of());
        int from = Math.max(0, failing.size() - streak.size());
        boolean end = failing.subList(from, failing.size()).equals(streak);
        boolean asked = evidence.equals(streak);
        bits.put(end ? 0 : asked ? 1 : 2, 3);
        if (!end && !asked) {
            streak.forEach(probe -> bits.put(probe.began().since(World.ZERO).toNanos() + 1000, 1024));
        }
    }

    private static void ledger(Packer bits, Ledger ledger) {
        bits.put(ledger.open().map(kind -> kind.ordinal() + 1).orElse(0), 4);
        bits.put(ledger.service().ordinal(), 2);
        bits.put(ledger.primary().ordinal(), 3);
        bits.put(
                ledger.suspended()
                        .filter(until -> !until.equals(Ledger.FOR_EVER))
                        .map(until -> Duration.between(World.ZERO.wall(), until).toNanos() / Plan.UNIT_NANOS + 1)
                        .orElse(0L),
                5);
        bits.flag(ledger.suspended().isPresent());
    }

    private static void progress(Packer bits, Optional<Progress> progress) {
        bits.put(progress.map(at -> at.phase().ordinal() + 1).orElse(0), Progress.Phase.values().length + 1);
        progress.filter(at -> !at.phase().passed()).ifPresent(at -> {
            bits.put(at.attempts(), 4);
            bits.put(units(at.next()), 4);
            moment(bits, at.verifyUntil());
        });
    }

    private static void work(Packer bits, Optional<Ledger.Work> work) {
        bits.put(work.map(done -> done.stand().ordinal() + 1).orElse(0), Ledger.Stand.values().length + 1);
        work.filter(done -> !done.passed()).ifPresent(done -> bits.put(done.attempts(), 4));
    }

    private static void moment(Packer bits, Optional<Moment> moment) {
        bits.put(moment.map(at -> units(at) + 3).orElse(0L), 7);
    }

    private static long units(Moment moment) {
        return Math.floorDiv(moment.since(World.ZERO).toNanos(), Plan.UNIT_NANOS);
    }

    /** Digits of changing base in three longs, the first one lowest: what was read so far says what comes next. */
    private static final class Packer {
        private final long[] words = new long[3];
        private int word;
        private long weight = 1;

        void flag(boolean value) {
            put(value ? 1 : 0, 2);
        }

        void put(long value, long base) {
            if (value < 0 || value >= base) {
                throw new AssertionError("a state space that is not small: " + value + " is not below " + base);
            }
            if (weight > Long.MAX_VALUE / base) {
                word++;
                weight = 1;
            }
            words[word] += weight * value;
            weight *= base;
        }

        Key key() {
            return new Key(words[0], words[1], words[2]);
        }
    }
}
