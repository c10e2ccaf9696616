package org.pbxfailover.core;

import java.util.List;
import java.util.Map;
import org.pbxfailover.core.Moves.Move;

/** How often each of the {@link Moves} is drawn; orders and answers are rare, or nothing else would ever come to its end. */
final class Drawn {
    private static final Map<String, Integer> OFTEN = Map.of(
            "a poll fails", 60,
            "a host answers", 40,
            "another does not see it", 40,
            "the last probe fails", 30,
            "it begins", 60,
            "it is accepted", 40,
            "its effect is seen", 40,
            "the pass ends", 40,
            "released", 20,
            "a minute goes by", 10);

    private Drawn() {}

    static int weight(String name) {
        return OFTEN.getOrDefault(name, 2);
    }

    /** One of them, by a number of any size. */
    static String of(List<Move> moves, int pick) {
        int sum = moves.stream().mapToInt(move -> weight(move.name())).sum();
        int at = pick % sum;
        for (Move move : moves) {
            at -= weight(move.name());
            if (at < 0) {
                return move.name();
            }
        }
        throw new AssertionError("there is always one");
    }
}
