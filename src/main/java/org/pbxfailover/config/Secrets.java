package org.pbxfailover.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where {@code {{env:NAME}}} and {@code {{file:path}}} come from. Looked up at each use, never kept. Safe for many threads. */
public final class Secrets {
    private static final long MOST_BYTES = 64 * 1024;
    private final Function<String, Optional<String>> env;

    /**
     * @param env an environment variable by its name
     */
    public Secrets(Function<String, Optional<String>> env) {
        this.env = env;
    }

    /** From the process's own environment. */
    public static Secrets system() {
        return new Secrets(name -> Optional.ofNullable(System.getenv(name)));
    }

    /**
     * @param kind {@code env} or {@code file}
     * @throws SecretException when there is none, or an empty one
     */
    String value(String kind, String name) {
        String value = kind.equals("env") ? variable(name) : file(name);
        if (value.isEmpty()) {
            throw new SecretException("the " + what(kind) + " " + name + " is empty: give it a value");
        }
        return value;
    }

    private static String what(String kind) {
        return kind.equals("env") ? "environment variable" : "file";
    }

    private String variable(String name) {
        return env.apply(name)
                .orElseThrow(() -> new SecretException(
                        "the environment variable " + name + " is not set: set it, or use {{file:path}}"));
    }

    private static String file(String name) {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > MOST_BYTES) {
                throw new SecretException(
                        "the file " + name + " is larger than 64 KiB: name a file that holds only the secret");
            }
            return Files.readString(path).replaceFirst("\r?\n$", "");
        } catch (NoSuchFileException e) {
            throw new SecretException("the file " + name + " does not exist: create it, readable for the robot alone");
        } catch (AccessDeniedException e) {
            throw new SecretException("the file " + name + " may not be read by the robot: change its owner or mode");
        } catch (CharacterCodingException e) {
            throw new SecretException("the file " + name + " is not UTF-8 text: store the secret as text");
        } catch (IOException | InvalidPathException e) {
            throw new SecretException("the file " + name + " cannot be read: name a readable file");
        }
    }
}
