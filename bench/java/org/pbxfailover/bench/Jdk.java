package org.pbxfailover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A Java to measure with. */
record Jdk(String home, String fullVersion) {

    static Jdk at(String home) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(Path.of(home, "release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(home + " is no JDK: it has no file 'release'", e);
        }
        return new Jdk(home, release.getProperty("JAVA_VERSION", "").replace("\"", ""));
    }

    int version() {
        return Integer.parseInt(fullVersion.replaceAll("[^0-9].*", ""));
    }

    String java() {
        return home + "/bin/java";
    }
}
