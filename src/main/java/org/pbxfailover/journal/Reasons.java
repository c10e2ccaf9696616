package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Short phrases for what the file system and SQLite complain about. */
final class Reasons {
    private Reasons() {}

    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "no such file";
        } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "a file is in its place";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason().toLowerCase(Locale.ROOT);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    static String of(SQLException e) {
        return switch (primary(e)) {
            case SQLITE_FULL -> "the disk is full: free some space";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another program has it locked: close that program";
            case SQLITE_READONLY -> "it may not be written: check the mount and the owner";
            case SQLITE_CANTOPEN -> "it cannot be opened: check its directory and owner";
            case SQLITE_IOERR -> "the disk reports an error: check the disk and its free space";
            case SQLITE_NOTADB -> "it is not a database";
            case SQLITE_CORRUPT -> "its content is damaged";
            default -> "SQLite says: " + e.getMessage();
        };
    }

    /** Whether more room may help: a quota that is used up is told as an error of the disk. */
    static boolean noRoom(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_FULL || primary(e) == SQLiteErrorCode.SQLITE_IOERR;
    }

    static boolean busy(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_BUSY;
    }

    /** The error without its extension: SQLite keeps the kind of an error in the low byte of its code. */
    private static SQLiteErrorCode primary(SQLException e) {
        return e instanceof SQLiteException s
                ? SQLiteErrorCode.getErrorCode(s.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
