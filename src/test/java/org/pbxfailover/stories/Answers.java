package org.pbxfailover.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What a DNS server on loopback answers. */
final class Answers {
    private Answers() {}

    /**
     * The addresses that it has for a name.
     *
     * @param server {@code 127.0.0.1:PORT}
     */
    static List<String> of(String server, String name) {
        try {
            int port = Integer.parseInt(server.replaceFirst(".*:", ""));
            SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            resolver.setTimeout(Duration.ofSeconds(20));
            Record question = Record.newRecord(Name.fromString(name, Name.root), Type.A, DClass.IN);
            return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                    .map(Record::rdataToString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
