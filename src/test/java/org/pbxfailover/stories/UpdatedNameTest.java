package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.journal.JournalException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The action rfc2136 at a name server that takes updates over TCP. */
class UpdatedNameTest {
    private static final String PRIMARY = "127.0.0.1";
    private static final String SECONDARY = "127.0.0.2";

    @TempDir
    Path temp;

    private final Zone zone = new Zone("acme").ttl(7200).set("A", PRIMARY);
    private final List<Message> updates = new CopyOnWriteArrayList<>();
    private Town town;

    @BeforeEach
    void pair() {
        zone.first.taking(this::update);
        String dns = "dns: { action: rfc2136, server: \"" + zone.first.address() + "\", zone: " + Zone.ZONE + ", "
                + zone.settings() + ", timeout: 20s, backoff: 100ms, verify: { within: 20s, every: 100ms } }\n";
        town = new Town(temp);
        town.pair("acme", "", dns, dns);
    }

    @AfterEach
    void close() {
        town.close();
        zone.close();
    }

    /** What must be there before is a whole set of records, and a whole set is replaced (RFC 2136, 2.4.2 and 2.5). */
    private int update(Message update) {
        List<Record> added = update.getSection(Section.UPDATE).stream()
                .filter(record -> record.getDClass() == DClass.IN)
                .toList();
        if (added.isEmpty()) { // a rehearsal
            return Rcode.NOERROR;
        }
        updates.add(update);
        if (!zone.get("A").equals(data(update.getSection(Section.PREREQ)))) {
            return Rcode.NXRRSET;
        }
        zone.ttl(added.get(0).getTTL()).set("A", data(added).toArray(String[]::new));
        return Rcode.NOERROR;
    }

    private static List<String> data(List<Record> records) {
        return records.stream().map(Record::rdataToString).toList();
    }

    private static RobotClient client(InProcess process) {
        return new RobotClient(process.apiPort(), process.consolePort());
    }

    private static void goesOver(RobotClient robot) {
        assertThat(robot.order("acme", "failover", "{}").status()).isLessThan(300);
    }

    @Test
    void a_name_goes_over_in_one_update_and_gets_back_what_it_was_though_the_robot_was_started_anew_in_between() {
        Path file = town.write();
        try (InProcess process = InProcess.start(file, Town.routes())) {
            goesOver(client(process));
            client(process).until("acme", "active");
            assertThat(zone.get("A")).containsExactly(SECONDARY);
            assertThat(zone.ttl()).isEqualTo(60);
            assertThat(updates).hasSize(1);
        }
        try (InProcess process = InProcess.start(file, Town.routes())) {
            RobotClient robot = client(process);
            assertThat(robot.order("acme", "failback", "{\"force\":true}").status())
                    .isLessThan(300);
            robot.until("acme", "watching");
            assertThat(zone.get("A")).containsExactly(PRIMARY);
            assertThat(zone.ttl()).isEqualTo(7200);
            assertThat(robot.history("acme").at("/0/stages/0/detail").asText())
                    .contains("acme.acme.example: 127.0.0.2 → 127.0.0.1, as it was;");
        }
    }

    @Test
    void a_name_that_is_already_what_it_is_to_be_is_sent_no_update() {
        zone.ttl(60).set("A", SECONDARY);
        try (InProcess process = InProcess.start(town.write(), Town.routes())) {
            goesOver(client(process));
            client(process).until("acme", "active");
            assertThat(updates).isEmpty();
        }
    }

    @Test
    void no_update_is_sent_before_the_journal_has_taken_what_it_replaces() {
        AtomicBoolean full = new AtomicBoolean(true);
        try (InProcess process = InProcess.start(
                town.write(),
                Town.routes(),
                Clock.SYSTEM,
                journal -> new JournalAround(journal, (pair, number) -> {
                    if (number >= 3 && full.get()) { // the epoch and the call are the first two
                        throw new JournalException("the disk is full");
                    }
                }))) {
            RobotClient robot = client(process);
            goesOver(robot);
            soon("the complaint").until(() -> robot.pair("acme").toString(), text -> text.contains("the disk is full"));
            assertThat(updates).isEmpty();
            full.set(false);
            robot.until("acme", "active");
            assertThat(zone.get("A")).containsExactly(SECONDARY);
        }
    }
}
