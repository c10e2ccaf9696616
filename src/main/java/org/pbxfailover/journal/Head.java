package org.pbxfailover.journal;

/** The last row: its number, and its checksum, on which the next one builds. */
record Head(long id, long checksum) {
    Head then(TableRow row) {
        return new Head(id + 1, row.checksum(checksum, id + 1));
    }
}
