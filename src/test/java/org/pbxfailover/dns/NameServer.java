package org.pbxfailover.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.pbxfailover.Vacant;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, over UDP and TCP, whose records a test sets, and which may misbehave. */
public final class NameServer implements AutoCloseable {
    private final int port;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<AutoCloseable> dead = new ArrayList<>();
    private volatile long ttl = 60;
    private volatile boolean overUdp = true;
    private volatile boolean silent;
    private volatile UnaryOperator<Message> twist = answer -> answer;
    private volatile ToIntFunction<Message> updates = update -> Rcode.REFUSED;

    public NameServer() {
        this.tcp = listening();
        this.port = tcp.getLocalPort();
        this.udp = beside(tcp).orElseThrow();
        daemon(this::serveUdp);
        daemon(this::serveTcp);
    }

    /** A port that nobody else has over UDP. */
    private static ServerSocket listening() {
        while (true) {
            try {
                ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Optional<DatagramSocket> free = beside(tcp);
                free.ifPresent(DatagramSocket::close);
                if (free.isPresent()) {
                    return tcp;
                }
                tcp.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Optional<DatagramSocket> beside(ServerSocket tcp) {
        try {
            return Optional.of(
                    new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param data in the form of a zone file; none: there is no such record */
    public NameServer has(String name, String type, String... data) {
        records.put((name + " " + type).toLowerCase(Locale.ROOT), List.of(data));
        return this;
    }

    public NameServer ttl(long seconds) {
        ttl = seconds;
        return this;
    }

    /** Over UDP it says only that the answer is too long. */
    public NameServer onlyOverTcp() {
        overUdp = false;
        return this;
    }

    public NameServer silent(boolean now) {
        silent = now;
        return this;
    }

    /** What becomes of each answer before it is sent. */
    public NameServer twisted(UnaryOperator<Message> by) {
        twist = by;
        return this;
    }

    /** @param by takes an update in and says how that went */
    public NameServer taking(ToIntFunction<Message> by) {
        updates = by;
        return this;
    }

    public NameServer refusing(int rcode) {
        return twisted(answer -> {
            answer.getHeader().setRcode(rcode);
            answer.removeAllRecords(Section.ANSWER);
            return answer;
        });
    }

    /** It answers only whoever asks for the words of others, as a resolver, or only whoever does not, as an authoritative server. */
    public NameServer onlyForRecursion(boolean desired) {
        return twisted(answer -> {
            if (answer.getHeader().getFlag(Flags.RD) != desired) {
                answer.getHeader().setRcode(Rcode.REFUSED);
                answer.removeAllRecords(Section.ANSWER);
            }
            return answer;
        });
    }

    /** It repeats what others told it. */
    public NameServer lame() {
        return twisted(answer -> {
            answer.getHeader().unsetFlag(Flags.AA);
            return answer;
        });
    }

    /** As it is written among the settings. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int asked() {
        return asked.get();
    }

    private Message answer(byte[] packet) throws IOException {
        Message query = new Message(packet);
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setOpcode(query.getHeader().getOpcode());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        answer.addRecord(question, Section.QUESTION);
        if (query.getHeader().getOpcode() == Opcode.UPDATE) {
            answer.getHeader().setRcode(updates.applyAsInt(query));
            return twist.apply(answer);
        }
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        boolean exists = records.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
        if (!exists) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        String type = Type.string(question.getType()).toLowerCase(Locale.ROOT);
        add(answer, question.getName(), question.getType(), records.getOrDefault(name + " " + type, List.of()));
        add(answer, question.getName(), Type.CNAME, records.getOrDefault(name + " cname", List.of()));
        return twist.apply(answer);
    }

    private void add(Message answer, Name name, int type, List<String> data) throws IOException {
        for (String text : data) {
            answer.addRecord(Record.fromString(name, type, DClass.IN, ttl, text, Name.root), Section.ANSWER);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                asked.incrementAndGet();
                if (silent) {
                    continue;
                }
                Message answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (!overUdp) {
                    answer.getHeader().setFlag(Flags.TC);
                    answer.removeAllRecords(Section.ANSWER);
                }
                byte[] wire = answer.toWire();
                udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException e) {
                // No query, or closed.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                byte[] packet = new byte[in.readUnsignedShort()];
                in.readFully(packet);
                asked.incrementAndGet();
                if (!silent) {
                    byte[] wire = answer(packet).toWire();
                    out.writeShort(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The other side has closed.
        }
    }

    /** Refuses from now on. It keeps its port until it is closed, so that no name server of another test answers in its place. */
    public void dies() {
        end();
        dead.add(new Vacant(port));
        dead.add(Awaitility.await("the port to be left by the thread that received there")
                .pollInterval(Duration.ofMillis(1))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> deaf(port), DatagramSocket::isBound));
    }

    /** Whoever is not its one peer is told that nobody is there. */
    private static DatagramSocket deaf(int port) {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.connect(InetAddress.getByName("127.0.0.254"), 9);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
        try {
            for (AutoCloseable one : dead) {
                one.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
