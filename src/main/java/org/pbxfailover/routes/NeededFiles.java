package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The route files that a robot needs: all of the flow, and of the library of actions those that are named or called. Every route costs time at
 * the start and room in Hawtio, and a robot uses a handful of dozens of actions.
 */
final class NeededFiles {
    private static final String ACTIONS = "actions";
    private static final Pattern ADDRESS = Pattern.compile("direct:([A-Za-z0-9._-]+)");
    private static final Pattern BEGINNING = Pattern.compile("from:\\s+(?:id: \\S+\\s+)?uri: direct:([A-Za-z0-9._-]+)");

    private NeededFiles() {}

    /**
     * The needed ones with their texts.
     *
     * @param texts of all files
     * @param actions that the configuration names
     */
    static Map<Path, String> of(Map<Path, String> texts, Collection<String> actions) {
        Map<Path, String> needed = new TreeMap<>();
        Map<Path, String> others = new TreeMap<>();
        texts.forEach((file, text) -> (isAction(file) ? others : needed).put(file, text));
        Set<String> called = new HashSet<>(actions);
        needed.values().forEach(text -> called.addAll(names(ADDRESS, text)));
        boolean more = true;
        while (more) {
            more = others.entrySet().removeIf(file -> take(file, needed, called));
        }
        return needed;
    }

    private static boolean isAction(Path file) {
        Path folder = file.getParent();
        return folder != null && folder.endsWith(ACTIONS);
    }

    private static boolean take(Map.Entry<Path, String> file, Map<Path, String> needed, Set<String> called) {
        boolean wanted = called.contains(RouteFiles.name(file.getKey()))
                || names(BEGINNING, file.getValue()).stream().anyMatch(called::contains);
        if (wanted) {
            needed.put(file.getKey(), file.getValue());
            called.addAll(names(ADDRESS, file.getValue()));
        }
        return wanted;
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
