package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.Rehearsal.Outcome;

/** A death on paper is decided like a real one. */
class RehearsalTest {
    private static final Finding.Failed REFUSED = new Finding.Failed(FailureClass.REFUSED, "connection refused");
    private static final Finding.Failed TIMEOUT = new Finding.Failed(FailureClass.TIMEOUT, "no answer within 3 s");

    private static Outcome dies(Rules rules, int answering, Finding.Failed... failed) {
        List<OutsideAnswer> outside = IntStream.rangeClosed(1, 3)
                .mapToObj(host -> new OutsideAnswer("host" + host, host <= answering, "in doubt", Duration.ZERO))
                .toList();
        return Rehearsal.of(rules, List.of(failed), outside, 15, pair().now);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_primary_that_dies_on_paper_is_counted_confirmed_and_replaced(int failures) {
        Rules rules = pair().failures(failures).rules;

        Outcome outcome = dies(rules, 3, REFUSED);

        assertThat(outcome.activates()).isTrue();
        assertThat(outcome.sentence())
                .contains("the primary is dead", failures == 1 ? "1 probe" : failures + " probes", "connection refused")
                .contains("3 of 3 outside hosts answer", "epoch 16");
    }

    @Test
    void failures_of_another_day_are_taken_one_after_the_other_as_often_as_needed() {
        Outcome outcome = dies(pair().failures(4).rules, 3, TIMEOUT, REFUSED);

        assertThat(outcome.activates()).isTrue();
        assertThat(outcome.sentence()).contains("no answer within 3 s"); // the fifth
    }

    @Test
    void with_too_few_outside_hosts_nothing_is_activated_on_paper_either() {
        Outcome outcome = dies(pair().rules, 1, REFUSED);

        assertThat(outcome.activates()).isFalse();
        assertThat(outcome.sentence()).contains("1 of 3 outside hosts");
    }

    @Test
    void failures_that_prove_no_death_prove_none_on_paper() {
        Outcome outcome = dies(pair().rules, 3, new Finding.Failed(FailureClass.TLS, "the certificate has expired"));

        assertThat(outcome.activates()).isFalse();
        assertThat(outcome.sentence()).contains("the certificate has expired");
    }

    @Test
    void everybody_who_would_be_asked_is_asked() {
        assertThat(dies(pair().withOpinions(2).rules, 3, REFUSED).activates()).isTrue();
    }

    @Test
    void shadow_and_grace_are_left_out_and_nothing_else() {
        Rules shadow = pair().countingAlso(FailureClass.TLS)
                .withOpinions(2)
                .withGrace(Duration.ofMinutes(2))
                .inShadow()
                .standingDown()
                .rules;

        assertThat(shadow.rehearsed())
                .isEqualTo(pair().countingAlso(FailureClass.TLS).withOpinions(2).standingDown().rules);
        assertThat(dies(shadow, 3, REFUSED)).isEqualTo(dies(shadow.rehearsed(), 3, REFUSED));
        assertThat(dies(shadow, 3, REFUSED).activates()).isTrue();
    }

    @Test
    void a_pair_of_which_nothing_is_known_yet_is_rehearsed_without_its_grace() {
        assertThat(dies(pair().withGrace(Duration.ofHours(1)).rules, 3, REFUSED).activates())
                .isTrue();
    }
}
