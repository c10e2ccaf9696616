package org.pbxfailover.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whether something lies where a file synchroniser would copy it to the other server, or overwrite it. */
final class WorkingDirectories {
    private WorkingDirectories() {}

    /** Also through symbolic links on either side. Neither needs to exist. */
    static boolean inside(Path thing, Path directory) {
        Set<Path> directories = places(directory);
        return places(thing).stream().anyMatch(place -> directories.stream().anyMatch(place::startsWith));
    }

    static String sentence(String what, Path thing, String pair, Path directory) {
        return what + " (" + thing + ") lies inside the working-directory of pair '" + pair + "' (" + directory
                + "), where a file synchroniser would overwrite it: move it outside, such as to /etc/pbx-failover";
    }

    /** As named, as it really is, and as named in a directory as that really is: a link itself is copied too. */
    private static Set<Path> places(Path path) {
        Path named = path.toAbsolutePath().normalize();
        var places = new LinkedHashSet<Path>();
        places.add(named);
        places.add(real(path.toAbsolutePath()));
        Path parent = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (parent != null && name != null) {
            places.add(real(parent).resolve(name).normalize());
        }
        return places;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null
                    ? path.normalize()
                    : real(parent).resolve(name).normalize();
        }
    }
}
