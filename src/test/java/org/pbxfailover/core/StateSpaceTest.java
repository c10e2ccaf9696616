package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can happen to a pair within the bounds: K up to 4, three outside hosts, two others with an opinion, four stages with
 * retries, a grace, standing down, both modes, and any number of crashes, orders, maintenances, gaps, stale and doubled events. What was
 * searched is written to {@code target/state-space.md} and stands in {@code docs/searched.md}.
 */
@Tag("search")
class StateSpaceTest {
    private static final Path WRITTEN = Path.of("target/state-space.md");
    private static final Path PAGE = Path.of("docs/searched.md");
    private static final List<String> ROWS = new ArrayList<>();

    @BeforeAll
    static void begin() {
        ROWS.clear();
    }

    @AfterAll
    static void write() throws IOException {
        Files.write(WRITTEN, ROWS);
    }

    /** The bounds themselves, and small pairs with the other numbers, each with something left out. */
    static Stream<Plan> ordinary() {
        return Stream.of(
                Plan.whole(4, 2, 2),
                Plan.of(3, 3, 1).opinions(1).stages(1, 2).twoActions().standDown(),
                Plan.of(2, 3, 3).stages(2, 1).grace().countingAlso(FailureClass.DENIED),
                Plan.of(1, 1, 1));
    }

    @Execution(ExecutionMode.CONCURRENT) // half the time; in a soak they would need too much memory at once
    @ParameterizedTest
    @MethodSource("ordinary")
    void every_rule_holds_on_every_step_and_in_every_state(Plan plan) throws IOException {
        searched(plan);
    }

    /** With every number within the bounds. */
    static Stream<Plan> all() {
        return IntStream.rangeClosed(1, 4)
                .boxed()
                .flatMap(failures -> IntStream.rangeClosed(1, 3)
                        .boxed()
                        .flatMap(needed ->
                                IntStream.rangeClosed(0, 2).mapToObj(others -> Plan.whole(failures, needed, others))));
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("all")
    void every_rule_holds_with_every_number(Plan plan) throws IOException {
        searched(plan);
    }

    private static void searched(Plan plan) throws IOException {
        written(Search.all(Decisions.CORE, plan));
    }

    /** One at a time: the searches go on side by side, and write into the same page. */
    private static synchronized void written(Search.Found found) throws IOException {
        String row = String.format(Locale.ROOT, "| %s | %,d | %,d |", found.plan(), found.worlds(), found.steps());
        ROWS.add(row);
        System.out.println("state space: " + row);
        assertThat(found.states()).as("all of them are reached").isEqualTo(EnumSet.allOf(State.class));
        assertThat(found.activates())
                .as("a search without an activation would prove nothing")
                .isTrue();
        List<String> page = new ArrayList<>(Files.readAllLines(PAGE));
        if (Boolean.getBoolean("update")) {
            page.replaceAll(line -> line.startsWith("| " + found.plan() + " |") ? row : line);
            Files.write(PAGE, page);
        }
        assertThat(page)
                .as(
                        "%s has other numbers; to bring them up to date: mvn test -Dtest=StateSpaceTest -Dupdate=true",
                        PAGE)
                .contains(row);
    }

    /** Two worlds have one key exactly when they are equal, and what is canonical stays as it is. */
    @Test
    void the_search_confuses_no_two_states() {
        Plan plan = Plan.of(1, 2, 1).opinions(2).stages(2, 1).standDown().inBothModes();
        Set<String> names = new HashSet<>();
        Map<Key, World> keys = new HashMap<>();
        Set<World> worlds = new HashSet<>();
        Deque<World> next = new ArrayDeque<>(List.of(Canon.of(plan, World.begin(plan))));
        worlds.add(next.peek());
        keys.put(Key.of(plan, next.peek()), next.peek());
        while (!next.isEmpty()) {
            World world = next.poll();
            assertThat(Canon.of(plan, world)).isEqualTo(world);
            for (Moves.Move move : Moves.of(world.later(Search.MOMENT), plan)) {
                names.add(move.name());
                World after = Canon.of(plan, Search.after(Decisions.CORE, plan, world.later(Search.MOMENT), move));
                boolean news = worlds.add(after);
                World known = keys.putIfAbsent(Key.of(plan, after), after);
                assertThat(known == null).isEqualTo(news);
                if (news) {
                    next.add(after);
                }
            }
        }
        assertThat(worlds).hasSizeGreaterThan(1000);
        assertThat(names).containsExactlyInAnyOrderElementsOf(Moves.NAMES);
    }
}
