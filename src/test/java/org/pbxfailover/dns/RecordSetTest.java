package org.pbxfailover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSetTest {
    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 2147483647",
        "2147483648, 2147483647",
        "2147483647, 2147483647",
        "300, 300",
        "0, 0",
        "-9223372036854775808, 0"
    })
    void a_ttl_that_no_record_can_have_is_the_nearest_that_one_can(long said, long kept) {
        RecordSet set = new RecordSet(List.of("192.0.2.10"), Optional.of(Duration.ofSeconds(said)));

        assertThat(set.ttl()).hasValue(Duration.ofSeconds(kept));
        assertThat(ZoneLines.read(ZoneLines.write(Map.of("A", set)))).isEqualTo(Map.of("A", set));
    }
}
