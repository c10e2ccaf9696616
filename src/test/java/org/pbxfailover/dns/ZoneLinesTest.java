package org.pbxfailover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZoneLinesTest {
    @Test
    void addresses_are_written_as_a_zone_file_has_them_and_read_again() {
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        sets.put("A", new RecordSet(List.of("192.0.2.10", "192.0.2.11"), Optional.of(Duration.ofMinutes(5))));
        sets.put("AAAA", new RecordSet(List.of("2001:db8::7"), Optional.empty()));
        String written = ZoneLines.write(sets);
        assertThat(written).isEqualTo("300 A 192.0.2.10, 300 A 192.0.2.11, AAAA 2001:db8::7");
        assertThat(ZoneLines.read(written)).isEqualTo(sets);
    }

    @Test
    void nothing_there_leaves_no_trace_and_what_is_not_understood_is_passed_over() {
        assertThat(ZoneLines.write(Map.of("A", RecordSet.NONE))).isEmpty();
        assertThat(ZoneLines.read("")).isEmpty();
        assertThat(ZoneLines.read("60 MX 10 mail.example.org, 60 A 192.0.2.10")).containsOnlyKeys("A");
    }
}
