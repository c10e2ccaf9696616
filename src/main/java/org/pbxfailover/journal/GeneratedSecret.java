package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret that the robot made up itself and keeps in a file of mode 0600. Its value is never logged. */
public final class GeneratedSecret {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratedSecret.class);
    private static final int BYTES = 32;

    private GeneratedSecret() {}

    /**
     * The secret in this file; empty when there is no such file. Changes nothing, so that the commands beside the robot may use it.
     *
     * @throws StateException when the file is there and cannot be read, or holds nothing
     */
    public static Optional<String> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new StateException(
                    "The secret in " + file + " cannot be read (" + Reasons.of(e)
                            + "): it must be text, readable by the user who runs this command.",
                    e);
        }
        if (text.isEmpty()) {
            throw new StateException(
                    "The file " + file + " is empty: remove it, and the next start makes a new secret.");
        }
        return Optional.of(text);
    }

    /**
     * The secret in this file, made up when there is none: 256 random bits, URL-safe. A file that others could read is closed to them,
     * with a warning.
     *
     * @throws StateException when it can be neither read nor written
     */
    static String readOrCreate(Path file) {
        Optional<String> kept = read(file);
        if (kept.isPresent()) {
            closeToOthers(file);
            return kept.get();
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            PrivateFiles.write(file, secret + "\n");
        } catch (IOException e) {
            throw new StateException(
                    "The secret " + file + " cannot be written (" + Reasons.of(e)
                            + "): the directory must be writable and have free space.",
                    e);
        }
        return secret;
    }

    private static void closeToOthers(Path file) {
        try {
            if (PrivateFiles.openToOthers(file)) {
                Files.setPosixFilePermissions(file, PrivateFiles.FILE);
                LOG.warn(
                        "The secret in {} was open to other users and now has mode 0600: remove the file and restart to get a new one"
                                + " if somebody may have read it.",
                        file);
            }
        } catch (IOException e) {
            throw new StateException(
                    "The secret in " + file + " is open to other users and that cannot be changed (" + Reasons.of(e)
                            + "): give it mode 0600.",
                    e);
        }
    }
}
