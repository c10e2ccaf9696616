package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.OWN;
import static org.pbxfailover.core.FailureClass.STATUS;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.Internet.Witness;
import org.pbxfailover.config.Secrets;
import org.pbxfailover.config.Template;
import org.pbxfailover.core.Finding;

/** How a witness is asked, over a real connection. */
class WitnessQuestionTest {
    private static final URI PRIMARY = URI.create("https://pbx1.acme.example/a?b=c&d");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String TOKEN = "s3cret-of-the-witness";
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker();
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static Finding ask(String url, Optional<Template> token) {
        return asker.ask(Question.of(new Witness(URI.create(url), token), PRIMARY, TIMEOUT))
                .finding();
    }

    private static Optional<Template> token() {
        return Optional.of(Template.hidden("{{env:TOKEN}}", new Secrets(name -> Optional.of(TOKEN))));
    }

    private static Peer seeing() throws Exception {
        return Peer.answering(Peer.ok("{\"url\":\"" + PRIMARY + "\",\"alive\":true,\"phrase\":\"200 OK\"}"));
    }

    @Test
    void it_is_asked_about_the_primary_with_its_token() throws Exception {
        try (Peer peer = seeing()) {
            assertThat(ask(peer.url(), token())).isEqualTo(new Finding.Alive("it sees the primary alive: 200 OK"));
            assertThat(peer.requests.get(0))
                    .startsWith("GET /api/witness?url=https%3A%2F%2Fpbx1.acme.example%2Fa%3Fb%3Dc%26d HTTP/1.1\r\n")
                    .contains("\r\nAuthorization: Bearer " + TOKEN + "\r\n");
        }
    }

    @Test
    void its_api_may_be_below_a_path_and_a_person_may_have_written_all_of_it() throws Exception {
        try (Peer peer = seeing()) {
            ask(peer.url() + "robots/dc3/", token());
            ask(peer.url() + "robots/dc3/api/witness", token());
            assertThat(peer.requests)
                    .hasSize(2)
                    .allMatch(request -> request.startsWith("GET /robots/dc3/api/witness?url=https%3A"));
        }
    }

    @Test
    void without_a_token_none_is_sent() throws Exception {
        try (Peer peer = seeing()) {
            ask(peer.url(), Optional.empty());
            assertThat(peer.requests.get(0).toLowerCase(java.util.Locale.ROOT)).doesNotContain("authorization");
        }
    }

    @Test
    void the_token_is_not_carried_on_to_where_a_redirect_leads() throws Exception {
        try (Peer elsewhere = seeing();
                Peer peer = Peer.answering(
                        "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(peer.url(), token())).isEqualTo(new Finding.Failed(STATUS, "302 Found"));
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void the_token_is_in_no_other_probe() throws Exception {
        try (Peer witness = seeing();
                Peer primary = Peer.answering(Peer.ok("hello"))) {
            ask(witness.url(), token());
            asker.ask(Asker.get(primary.url(), 10_000));
            assertThat(primary.requests.get(0)).doesNotContain(TOKEN);
        }
    }

    @Test
    void a_token_that_cannot_be_had_is_a_fault_of_our_own() throws Exception {
        try (Peer peer = seeing()) {
            Template token = Template.hidden("{{env:TOKEN}}", new Secrets(name -> Optional.empty()));
            assertThat(ask(peer.url(), Optional.of(token)))
                    .isEqualTo(new Finding.Failed(
                            OWN,
                            "the probe could not be made: the environment variable TOKEN is not set: set it, or use"
                                    + " {{file:path}}"));
            assertThat(peer.requests).isEmpty();
        }
    }
}
