package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.camel.Passes.Pass;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;

/** What was there before an activation is in the journal before it is replaced, and nothing else is. */
class JournalKeeperTest {
    private static final String NAME = "192.0.2.53:8081 pbx.example.org";
    private static final String PRIMARYS = "A 192.0.2.10";
    private static final String SECONDARYS = "A 192.0.2.20";

    @TempDir
    Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MemoryJournal journal = new MemoryJournal();
    private Guarded acme;
    private JournalKeeper keeper;

    @BeforeEach
    void build() throws Exception {
        Pairs pairs = Samples.pairs(Samples.configuration(temp, ""), journal, SetClock.still());
        acme = pairs.find("acme").orElseThrow();
        keeper = new JournalKeeper(pairs);
    }

    private Exchange in(EpochKind kind, long epoch) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Glue.PASS, new Pass(acme, epoch, kind, ""));
        return exchange;
    }

    @Test
    void what_an_activation_replaces_is_kept_with_its_epoch_and_put_back_by_a_fail_back() throws Exception {
        for (EpochKind kind : new EpochKind[] {EpochKind.FAILOVER, EpochKind.SWITCHOVER}) {
            keeper.keep(in(kind, 7), kind.label(), PRIMARYS);
            assertThat(OldValues.toRestore(in(EpochKind.FAIL_BACK, 8), kind.label()))
                    .hasValue(PRIMARYS);
        }
        assertThat(journal.entries("acme"))
                .containsExactly(
                        new Entry.OldValue("acme", SetClock.still().get().wall(), 7, "failover", PRIMARYS),
                        new Entry.OldValue("acme", SetClock.still().get().wall(), 7, "switchover", PRIMARYS));
    }

    /** What it finds there is the secondary's: a later fail-back would put that back. */
    @Test
    void a_fail_back_keeps_nothing_where_its_activation_kept_nothing() throws Exception {
        keeper.keep(in(EpochKind.FAIL_BACK, 2), NAME, SECONDARYS);
        assertThat(journal.entries("acme")).isEmpty();
        assertThat(OldValues.toRestore(in(EpochKind.FAIL_BACK, 4), NAME)).isEmpty();
    }

    /** A second attempt finds what the first one has put there. */
    @Test
    void a_second_value_of_the_same_place_is_not_written_again() throws Exception {
        keeper.keep(in(EpochKind.FAILOVER, 1), NAME, PRIMARYS);
        keeper.keep(in(EpochKind.FAILOVER, 1), NAME, SECONDARYS);
        assertThat(journal.entries("acme")).hasSize(1);
        assertThat(OldValues.toRestore(in(EpochKind.FAIL_BACK, 2), NAME)).hasValue(PRIMARYS);
    }

    @Test
    void what_the_journal_does_not_take_must_not_be_replaced() {
        journal.refuses("The journal x cannot be written: the disk is full.");
        assertThatThrownBy(() -> keeper.keep(in(EpochKind.FAILOVER, 1), NAME, PRIMARYS))
                .isInstanceOf(Refused.class)
                .hasMessage("the journal does not take what was there before, so it stays");
        assertThat(OldValues.toRestore(in(EpochKind.FAIL_BACK, 2), NAME)).isEmpty();
    }

    @Test
    void what_is_no_pass_through_an_activation_keeps_nothing() throws Exception {
        keeper.keep(new DefaultExchange(context), NAME, PRIMARYS);
        assertThat(journal.entries("acme")).isEmpty();
    }
}
