package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * One turn of a random history: a move by its name, after some time; passed over where there is no such move. A plain list of them can be
 * made shorter at any place, which an action chain of jqwik's own cannot.
 */
record Turn(int pause, String name) {

    static Arbitrary<List<Turn>> histories(int longest) {
        List<Tuple2<Integer, String>> names = new ArrayList<>();
        Moves.NAMES.forEach(name -> names.add(Tuple.of(Drawn.weight(name), name)));
        Arbitrary<Integer> pauses = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 1_000)),
                Tuple.of(3, Arbitraries.integers().between(0, 20_000)),
                Tuple.of(1, Arbitraries.integers().between(0, 300_000)));
        return Combinators.combine(pauses, Arbitraries.frequency(names))
                .as(Turn::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(longest);
    }

    @Override
    public String toString() {
        return name + (pause == 0 ? "" : " after " + pause + " ms");
    }
}
