package org.pbxfailover.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a person named, read only where it has an end: a pipe has none until somebody writes into it, and a device none at all. */
public final class BoundedFile {
    private BoundedFile() {}

    /** It is not read; the message is a predicate, such as {@code is no regular file}. */
    public static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;

        Unfit(String predicate) {
            super(predicate);
        }
    }

    /**
     * The text of a file that a person wrote.
     *
     * @param most bytes, a multiple of 1024
     * @throws CharacterCodingException when it is not UTF-8
     * @throws Unfit when it is no regular file, also behind its links, or too large
     */
    public static String text(Path file, int most) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new Unfit("is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Unfit("is larger than " + (most < 1 << 20 ? (most >> 10) + " KiB" : (most >> 20) + " MiB"));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
