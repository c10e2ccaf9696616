package org.pbxfailover.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where {@code {{env:NAME}}} and {@code {{file:path}}} come from. Looked up at each use, never kept. Safe for many threads. */
public final class Secrets {
    private static final int MOST_BYTES = 64 * 1024;
    /** Of all configurations: a mount that hangs keeps one thread for each file, however often it is asked for. */
    private static final PromptFiles FILES = new PromptFiles(Secrets::file, PromptFiles.LIMIT);

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
     * @throws SecretException when there is none, or a blank one
     */
    String value(String kind, String name) {
        String value = kind.equals("env") ? variable(name) : FILES.text(name);
        if (value.isBlank()) {
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
            return BoundedFile.text(Path.of(name), MOST_BYTES).replaceFirst("\r?\n$", "");
        } catch (NoSuchFileException e) {
            throw new SecretException("the file " + name + " does not exist: create it, readable for the robot alone");
        } catch (AccessDeniedException e) {
            throw new SecretException("the file " + name + " may not be read by the robot: change its owner or mode");
        } catch (CharacterCodingException e) {
            throw new SecretException("the file " + name + " is not UTF-8 text: store the secret as text");
        } catch (BoundedFile.Unfit e) {
            throw new SecretException(
                    "the file " + name + " " + e.getMessage() + ": name a file that holds only the secret");
        } catch (IOException | InvalidPathException e) {
            throw new SecretException("the file " + name + " cannot be read: name a readable file");
        }
    }
}
