package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Reply;

class EntryCodecTest {
    @Test
    void every_kind_of_entry_comes_back_as_it_was() {
        assertThat(Samples.oneOfEachKind("acme"))
                .allSatisfy(entry ->
                        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry));
    }

    @Test
    void the_samples_hold_every_kind_that_core_knows() {
        assertThat(Samples.oneOfEachKind("acme").stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(kinds(Entry.class).toList());
    }

    /** The records below a sealed interface, however many interfaces are in between. */
    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EntryCodecTest::kinds)
                : Stream.of(type);
    }

    @Test
    void the_form_on_disk_is_fixed() {
        TableRow row = EntryCodec.encode(Samples.oneOfEachKind("acme").get(2));
        assertThat(row)
                .isEqualTo(new TableRow(
                        "acme",
                        "2026-11-23T03:04:05.123456789Z",
                        "call-answered",
                        Optional.of(7L),
                        Optional.of("reload"),
                        Optional.of(1),
                        Optional.of(1),
                        "{\"accepted\":false,\"detail\":\"503 Service Unavailable\"}"));
    }

    /** A call that was broken off must not be one that was refused after a restart: it would be made again without a look. */
    @ParameterizedTest
    @EnumSource
    void every_reply_comes_back_as_it_was(Reply reply) {
        Entry answered = new Entry.CallAnswered("acme", Instant.EPOCH, 7, "reload", 1, 1, reply, "no answer");
        assertThat(EntryCodec.decode(EntryCodec.encode(answered))).isEqualTo(answered);
    }

    @Test
    void refuses_a_reply_that_a_later_version_may_write() {
        assertThatThrownBy(() -> EntryCodec.decode(called("{\"accepted\":false,\"detail\":\"\",\"reply\":\"later\"}")))
                .hasMessage("the reply 'later' is not known to this version");
    }

    @Test
    void refuses_what_says_two_things_at_once() {
        assertThatThrownBy(() -> EntryCodec.decode(called("{\"accepted\":true,\"detail\":\"\",\"reply\":\"none\"}")))
                .hasMessage("a row of kind call-answered has columns of another kind");
    }

    private static TableRow called(String detail) {
        return new TableRow(
                "acme",
                "2026-11-23T03:04:05Z",
                "call-answered",
                Optional.of(7L),
                Optional.of("reload"),
                Optional.of(1),
                Optional.of(1),
                detail);
    }

    @Test
    void refuses_a_kind_that_a_later_version_may_write() {
        assertThatThrownBy(() -> EntryCodec.decode(row("witness-asked", "{}")))
                .isInstanceOf(JournalException.class)
                .hasMessage("the kind of entry 'witness-asked' is not known to this version");
    }

    @Test
    void refuses_a_field_that_a_later_version_may_write() {
        assertThatThrownBy(() -> EntryCodec.decode(row("acknowledged", "{\"by\":\"anna\",\"why\":\"x\"}")))
                .hasMessageContaining("[why]");
    }

    @Test
    void refuses_details_that_are_not_what_was_written() {
        for (String detail : new String[] {"", "[]", "{", "{}", "{\"by\":1}", "{\"by\":null}", "{\"by\":\"a\"} {}"}) {
            assertThatThrownBy(() -> EntryCodec.decode(row("acknowledged", detail)))
                    .as(detail)
                    .isInstanceOf(JournalException.class);
        }
    }

    private static TableRow row(String kind, String detail) {
        return new TableRow(
                "acme",
                "2026-11-23T03:04:05Z",
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                detail);
    }
}
