package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a pair may be called is said in three places, which must not drift apart. */
class PairNameTest {
    private static String pattern(String document, String pointer) throws Exception {
        JsonNode pattern =
                new ObjectMapper().readTree(Path.of(document).toFile()).at(pointer);
        return pattern.asText();
    }

    @Test
    void schema_and_api_allow_the_same_names_as_the_commands() throws Exception {
        String rule = "^" + Pair.NAME.pattern() + "$";

        assertThat(pattern("config/failover.schema.json", "/$defs/pair-name/pattern"))
                .isEqualTo(rule);
        assertThat(pattern("src/main/resources/openapi.json", "/components/parameters/Pair/schema/pattern"))
                .isEqualTo(rule);
    }
}
