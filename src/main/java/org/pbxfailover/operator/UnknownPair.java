package org.pbxfailover.operator;

import java.util.List;

/** What is said when somebody names a pair that there is not, the same on every surface. */
public final class UnknownPair {
    private static final int SHOWN = 8;

    private UnknownPair() {}

    /**
     * A sentence with the names that there are, or the first of many.
     *
     * @param names those of all pairs
     */
    public static String sentence(String name, List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return "There is no pair " + name.replaceAll("\\p{Cntrl}", "?") + "; there "
                + (names.size() == 1 ? "is " : "are ") + (names.isEmpty() ? "none" : shown + more) + ".";
    }
}
