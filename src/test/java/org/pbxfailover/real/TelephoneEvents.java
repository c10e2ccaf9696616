package org.pbxfailover.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a baresip tells over its module {@code ctrl_tcp}, and orders to it: JSON in netstrings, each {@code LENGTH:TEXT,}. */
final class TelephoneEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param parameter with more words about it, such as why a call was closed */
    record Event(String type, String parameter) {}

    private final Socket socket;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    TelephoneEvents(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        DataInputStream input = new DataInputStream(socket.getInputStream());
        Thread reader = new Thread(() -> read(input), "telephone-events");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(DataInputStream input) {
        try {
            while (true) {
                byte[] text = new byte[length(input)];
                input.readFully(text);
                input.readByte(); // the comma
                JsonNode said = JSON.readTree(text);
                if (said.path("event").asBoolean()) {
                    events.add(new Event(
                            said.path("type").asText(), said.path("param").asText()));
                }
            }
        } catch (IOException e) {
            events.add(new Event("END", String.valueOf(e.getMessage()))); // it was closed
        }
    }

    private static int length(DataInputStream input) throws IOException {
        int length = 0;
        for (int digit = input.readByte(); digit != ':'; digit = input.readByte()) {
            length = 10 * length + digit - '0';
        }
        return length;
    }

    int size() {
        return events.size();
    }

    /** @param mark a former {@link #size} */
    List<Event> since(int mark) {
        return events.stream().skip(mark).toList(); // a subList of a list that grows meanwhile would throw
    }

    synchronized void send(String command, String parameters) {
        try {
            byte[] text = JSON.writeValueAsBytes(Map.of("command", command, "params", parameters, "token", "story"));
            socket.getOutputStream().write((text.length + ":").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(text);
            socket.getOutputStream().write(',');
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
