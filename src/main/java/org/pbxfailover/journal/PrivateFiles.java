package org.pbxfailover.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read, and that are either completely there after a power cut or not at all. */
final class PrivateFiles {
    static final Set<PosixFilePermission> FILE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Creates a directory (and its parents) with mode 0700; one that exists keeps its mode. Returns its real path. */
    static Path directory(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute, attributes(absolute, DIRECTORY));
            Path parent = absolute.getParent();
            if (parent != null) {
                sync(parent);
            }
        }
        return absolute.toRealPath();
    }

    /** Creates an empty file with mode 0600 from its first moment. */
    static void createEmpty(Path file) throws IOException {
        Files.createFile(file, attributes(file, FILE));
    }

    /** Puts a file with this text in place: complete and durable on return, never half of it. */
    static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        createEmpty(draft);
        try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        moveInPlace(draft, file);
    }

    /** Gives a finished file its name, durably. */
    static void moveInPlace(Path draft, Path file) throws IOException {
        Files.move(draft, file, ATOMIC_MOVE);
        sync(directoryOf(file));
    }

    /** Removes a file, if there is one, durably: its room is free for others on return. */
    static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(directoryOf(file));
        }
    }

    /** Whether the group or others may do anything with the file. */
    static boolean openToOthers(Path file) throws IOException {
        return posix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Makes names in a directory durable; without it a power cut may forget a file whose content was synced. */
    private static void sync(Path directory) throws IOException {
        if (posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> mode) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
