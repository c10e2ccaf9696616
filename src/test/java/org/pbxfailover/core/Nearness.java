package org.pbxfailover.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Moves.Meaning;

/**
 * Rules I9 and I10: how many events every watched world is away from an activation, at best, and that no answer, gap, restart, bad evidence or
 * fault of the robot's own brings it nearer.
 */
final class Nearness {
    private static final int NEVER = Integer.MAX_VALUE;

    private final List<int[]> edges = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> activating = new ArrayList<>();
    private int worlds;

    /** A step that brings an activation nearer and must not. */
    record Edge(String rule, int from, String move) {}

    void edge(int from, int to, Meaning meaning, String name, boolean activates) {
        worlds = Math.max(worlds, Math.max(from, to) + 1);
        if (activates) {
            activating.add(from);
        } else if (from != to) {
            edges.add(new int[] {from, to, meaning.ordinal()});
            names.add(name);
        }
    }

    boolean activates() {
        return !activating.isEmpty();
    }

    Optional<Edge> comesNearer() {
        int[] distance = distances();
        for (int i = 0; i < edges.size(); i++) {
            int[] edge = edges.get(i);
            Meaning meaning = Meaning.values()[edge[2]];
            boolean mayNot = meaning == Meaning.GOOD_FOR_PRIMARY || meaning == Meaning.OWN_FAULT;
            if (mayNot && distance[edge[1]] < distance[edge[0]]) {
                return Optional.of(new Edge(meaning == Meaning.OWN_FAULT ? "I9" : "I10", edge[0], names.get(i)));
            }
        }
        return Optional.empty();
    }

    private int[] distances() {
        int[] first = new int[worlds + 1];
        edges.forEach(edge -> first[edge[1] + 1]++);
        for (int i = 0; i < worlds; i++) {
            first[i + 1] += first[i];
        }
        int[] sources = new int[edges.size()];
        int[] filled = Arrays.copyOf(first, worlds);
        edges.forEach(edge -> sources[filled[edge[1]]++] = edge[0]);
        int[] distance = new int[worlds];
        Arrays.fill(distance, NEVER);
        Deque<Integer> next = new ArrayDeque<>();
        activating.stream().distinct().forEach(world -> {
            distance[world] = 1;
            next.add(world);
        });
        while (!next.isEmpty()) {
            int to = next.poll();
            for (int i = first[to]; i < first[to + 1]; i++) {
                if (distance[sources[i]] == NEVER) {
                    distance[sources[i]] = distance[to] + 1;
                    next.add(sources[i]);
                }
            }
        }
        return distance;
    }
}
