package org.pbxfailover.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * What one authoritative server says of a name.
 *
 * @param sets the records by type, {@code A} and {@code AAAA}; a type without records is an empty set
 * @param trouble why nothing can be concluded from it; empty when it is a proper answer
 * @param heard whether it said anything at all
 */
record Answer(Server server, Map<String, RecordSet> sets, Optional<String> trouble, boolean heard) {

    static Answer proper(Server server, Map<String, RecordSet> sets) {
        return new Answer(server, sets, Optional.empty(), true);
    }

    static Answer trouble(Server server, String trouble) {
        return new Answer(server, Map.of(), Optional.of(trouble), true);
    }

    static Answer none(Server server, String trouble) {
        return new Answer(server, Map.of(), Optional.of(trouble), false);
    }

    /** Why this message is no answer of somebody who speaks for the name; empty when it is one. */
    static Optional<String> trouble(Message answer, Name name) {
        int rcode = answer.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Optional.of("answers " + Rcode.string(rcode));
        }
        if (!answer.getHeader().getFlag(Flags.AA)) {
            return Optional.of("does not serve the zone");
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record ->
                        record instanceof CNAMERecord && record.getName().equals(name))
                .map(record -> "says that the name is an alias of "
                        + ((CNAMERecord) record).getTarget().toString(true))
                .findFirst();
    }

    /** The addresses of a proper answer. */
    static RecordSet records(Message answer, Name name) {
        List<org.xbill.DNS.Record> records = answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getName().equals(name))
                .toList();
        List<InetAddress> addresses = records.stream()
                .flatMap(record -> Servers.address(record).stream())
                .toList();
        return new RecordSet(
                addresses.stream().map(Wanted::text).sorted().toList(),
                records.stream()
                        .map(record -> Duration.ofSeconds(record.getTTL()))
                        .findFirst());
    }

    /** What is different from what is wanted; empty when all is as wanted. */
    Optional<String> difference(Wanted wanted) {
        if (trouble.isPresent()) {
            return Optional.of(server.shown() + " " + trouble.get());
        }
        String wrong = wanted.types().stream()
                .filter(type -> !set(type).sameAs(wanted.set(type)))
                .map(type -> set(type).shown(type) + ", not " + wanted.set(type).text(type))
                .collect(Collectors.joining(", and "));
        return wrong.isEmpty() ? Optional.empty() : Optional.of(server.shown() + " answers " + wrong);
    }

    RecordSet set(String type) {
        return sets.getOrDefault(type, RecordSet.NONE);
    }
}
