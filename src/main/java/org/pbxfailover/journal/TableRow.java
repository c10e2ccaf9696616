package org.pbxfailover.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/** An entry as the table holds it; {@code detail} is JSON with whatever has no column of its own. */
record TableRow(
        String pair,
        String at,
        String kind,
        Optional<Long> epoch,
        Optional<String> stage,
        Optional<Integer> action,
        Optional<Integer> attempt,
        String detail) {

    /**
     * The checksum of this row at its place: over the checksum of the row before, the number and the content. A row that was edited, lost
     * or moved therefore breaks the chain. It finds accidents and careless hands, not somebody who computes it anew.
     */
    long checksum(long before, long id) {
        CRC32C crc = new CRC32C();
        crc.update(number(before));
        crc.update(number(id));
        add(crc, Optional.of(pair));
        add(crc, Optional.of(at));
        add(crc, Optional.of(kind));
        add(crc, epoch.map(String::valueOf));
        add(crc, stage);
        add(crc, action.map(String::valueOf));
        add(crc, attempt.map(String::valueOf));
        add(crc, Optional.of(detail));
        return crc.getValue();
    }

    /** The beginning of the chain of one journal. */
    static long seed(String journalId) {
        CRC32C crc = new CRC32C();
        add(crc, Optional.of(journalId));
        return crc.getValue();
    }

    private static void add(CRC32C crc, Optional<String> field) {
        byte[] bytes = field.orElse("").getBytes(StandardCharsets.UTF_8);
        crc.update(number(field.isPresent() ? bytes.length : -1));
        crc.update(bytes);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
