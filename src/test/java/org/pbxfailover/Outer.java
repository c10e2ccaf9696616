package org.pbxfailover;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** The program's own packages outside of journal, probe, config and core, whatever they are called. */
final class Outer extends DescribedPredicate<JavaClass> {
    private static final String ROOT = "org.pbxfailover";
    private static final Set<String> INNER = Set.of("core", "journal", "probe", "config", "dns");

    Outer() {
        super("belong to the outer packages");
    }

    @Override
    public boolean test(JavaClass type) {
        String name = type.getPackageName();
        if (!name.equals(ROOT) && !name.startsWith(ROOT + ".")) {
            return false;
        }
        String part = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.")[0];
        return !INNER.contains(part);
    }
}
