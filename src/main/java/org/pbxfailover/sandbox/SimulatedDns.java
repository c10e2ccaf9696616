package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS service with one name: an ActionURL {@code /update?name=NAME&ip=IP} changes its address (GET or POST; answers {@code good IP},
 * and errors with status 200 too, as such services do), and A queries over UDP get it. Safe for use by many threads.
 */
public final class SimulatedDns implements AutoCloseable {
    /** Seconds; short, so that a person at the sandbox sees users turn at once. */
    private static final long TTL = 1;

    private static final int LARGEST_QUERY = 512;
    private static final String WHERE = "dns";

    private final SimulatedServer updates;
    private final DatagramSocket socket;
    private final Name name;
    private final Chronicle chronicle;
    private InetAddress address;
    private boolean answered;
    private boolean refusing;

    /**
     * Listens at once.
     *
     * @param httpPort of the ActionURL, 0 for any free one
     * @param udpPort of the queries, 0 for any free one
     * @param name the one name that it serves
     * @param address the IPv4 address at the beginning
     * @throws IOException when it cannot listen there, or name or address are none
     */
    public SimulatedDns(String host, int httpPort, int udpPort, String name, String address, Chronicle chronicle)
            throws IOException {
        this.name = Name.fromString(name, Name.root);
        this.address = ipv4(address);
        this.chronicle = chronicle;
        this.socket = listen(host, udpPort);
        try {
            this.updates = new SimulatedServer(WHERE, host, httpPort, this::answer, chronicle);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        Thread thread = new Thread(this::serveQueries, "simulated-dns-udp");
        thread.setDaemon(true);
        thread.start();
    }

    /** The ActionURL, to be followed by an address. */
    public String updateUrl() {
        return updates.uri("/update?name=" + name.toString(true) + "&ip=").toString();
    }

    public URI uri(String path) {
        return updates.uri(path);
    }

    /** Where A queries are answered. */
    public InetSocketAddress queries() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    public String name() {
        return name.toString(true);
    }

    public synchronized String address() {
        return address.getHostAddress();
    }

    /** Updates answer {@code 911}, with status 200, and change nothing. Queries are still answered. */
    public synchronized void fail() {
        refusing = true;
        chronicle.change(WHERE, Seen.Kind.UPDATES_REFUSED, "refuses updates");
    }

    public synchronized void restore() {
        refusing = false;
        chronicle.change(WHERE, Seen.Kind.UPDATES_ACCEPTED, "takes updates");
    }

    /** One line for people. */
    public synchronized String state() {
        return name() + " is " + address() + ", " + (refusing ? "refuses" : "takes") + " updates ("
                + updates.uri("/update") + ", queries udp " + queries().getPort() + ")";
    }

    @Override
    public void close() {
        updates.close();
        socket.close();
    }

    private static DatagramSocket listen(String host, int port) throws IOException {
        try {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new IOException(
                    "the simulated dns cannot listen on udp " + host + ":" + port + " (" + e.getMessage()
                            + "): a free port of this machine would be right",
                    e);
        }
    }

    private SimulatedReply answer(Call call) {
        if (call.is("GET", "/sandbox/seen")) {
            return SimulatedReply.text(200, SeenJson.of(chronicle)).of("application/json");
        }
        if (!call.isAt("/update")) {
            return SimulatedReply.text(404, "only /update?name=NAME&ip=IP is known here\n");
        }
        Map<String, String> query = parameters(call.query().orElse(""));
        return SimulatedReply.text(200, update(query.getOrDefault("name", ""), query.getOrDefault("ip", "")) + "\n");
    }

    private synchronized String update(String host, String ip) {
        if (refusing) {
            return "911";
        }
        if (!host.equalsIgnoreCase(name())) {
            chronicle.change(WHERE, Seen.Kind.REFUSED, "refuses an update: it does not serve '" + host + "'");
            return "nohost";
        }
        try {
            address = ipv4(ip);
        } catch (IOException e) {
            chronicle.change(WHERE, Seen.Kind.REFUSED, "refuses an update: " + e.getMessage());
            return "badip";
        }
        answered = false;
        chronicle.change(WHERE, Seen.Kind.ADDRESS_SET, ip, "says " + name() + " is " + ip);
        return "good " + ip;
    }

    private void serveQueries() {
        byte[] buffer = new byte[LARGEST_QUERY];
        while (!socket.isClosed()) {
            serve(new DatagramPacket(buffer, buffer.length));
        }
    }

    @SuppressWarnings("EmptyCatch")
    private void serve(DatagramPacket packet) {
        try {
            socket.receive(packet);
            byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
            byte[] reply = reply(new Message(query)).toWire();
            socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        } catch (IOException | RuntimeException e) {
            // A packet that is no query gets no answer, and a closed socket ends the loop.
        }
    }

    private synchronized Message reply(Message query) throws IOException {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        Record question = query.getQuestion();
        if (question == null) {
            throw new IOException("a DNS message without a question");
        }
        reply.addRecord(question, Section.QUESTION);
        if (!question.getName().equals(name)) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
        } else if (question.getType() == Type.A) {
            reply.addRecord(new ARecord(name, DClass.IN, TTL, address), Section.ANSWER);
            if (!answered) {
                answered = true;
                String ip = address.getHostAddress();
                chronicle.change(WHERE, Seen.Kind.ADDRESS_ANSWERED, ip, "answers the first query for it with " + ip);
            }
        }
        return reply;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    /** Never looks a name up. */
    private static InetAddress ipv4(String ip) throws IOException {
        byte[] bytes = org.xbill.DNS.Address.toByteArray(ip, org.xbill.DNS.Address.IPv4);
        if (bytes == null) {
            throw new IOException("'" + ip + "' is no IPv4 address such as 203.0.113.7");
        }
        return InetAddress.getByAddress(bytes);
    }
}
