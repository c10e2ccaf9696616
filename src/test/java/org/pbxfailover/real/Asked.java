package org.pbxfailover.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.pbxfailover.dns.Wanted;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What a DNS server on loopback answers, asked by the test itself. */
public final class Asked {
    private Asked() {}

    /**
     * @param server {@code 127.0.0.1:PORT}
     * @param type such as {@link Type#A}
     */
    public static List<String> answer(String server, String name, int type) throws IOException {
        String kind = Type.string(type);
        return ask(server, name, type).getSection(Section.ANSWER).stream()
                .map(record -> Wanted.text(Wanted.address(kind, record.rdataToString())))
                .toList();
    }

    /** For how many seconds others may keep the records of a name that has some. */
    public static long ttl(String server, String name, int type) throws IOException {
        return ask(server, name, type).getSection(Section.ANSWER).get(0).getTTL();
    }

    /** The serial number of a zone, which every change increases. */
    public static long serial(String server, String zone) throws IOException {
        return ((SOARecord)
                        ask(server, zone, Type.SOA).getSection(Section.ANSWER).get(0))
                .getSerial();
    }

    private static Message ask(String server, String name, int type) throws IOException {
        int port = Integer.parseInt(server.replaceFirst(".*:", ""));
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        resolver.setTimeout(Duration.ofSeconds(20));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }
}
