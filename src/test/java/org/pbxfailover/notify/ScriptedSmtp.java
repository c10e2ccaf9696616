package org.pbxfailover.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** A mail server on loopback that says what it is told to say, also what no mail server would. Keeps every line that it hears. */
public final class ScriptedSmtp implements AutoCloseable {
    /** Instead of an answer. */
    public static final String SILENCE = "(silence)";

    public static final String CLOSE = "(close)";
    /** Before an answer that is given once; later ones are as usual. */
    public static final String ONCE = "(once)";

    public static final String DRIP = "(drip)";
    public static final String FLOOD = "(flood)";

    /** Within an answer: the line that is answered. */
    public static final String HEARD = "(heard)";

    private final ServerSocket server;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * @param answers by the command in capitals; {@code GREETING} is what is said first and {@code .} the end of a mail
     */
    public ScriptedSmtp(Map<String, String> answers) {
        Map<String, String> mine = new ConcurrentHashMap<>(answers);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> accept(mine));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Map<String, String> answers) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket, answers));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Map<String, String> answers) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            boolean data = false;
            String command = "GREETING";
            String line = "";
            while (true) {
                String answer = answers.getOrDefault(command, usual(command)).replace(HEARD, line);
                if (answer.startsWith(ONCE)) {
                    answers.remove(command);
                    answer = answer.substring(ONCE.length());
                }
                if (!data && !say(socket, answer)) {
                    return;
                }
                data = command.equals("DATA") && answer.startsWith("354") || data && !command.equals(".");
                line = in.readLine();
                if (line == null) {
                    return;
                }
                heard.add(line);
                command = data ? line : line.split(" ")[0].toUpperCase(Locale.ROOT);
                data = data && !line.equals(".");
            }
        } catch (IOException e) {
            // The robot has gone.
        }
    }

    private static String usual(String command) {
        return switch (command) {
            case "GREETING" -> "220 mail.example.net";
            case "EHLO" -> "250-mail.example.net\r\n250 AUTH PLAIN LOGIN";
            case "DATA" -> "354 go on";
            case "AUTH" -> "235 welcome";
            default -> "250 so be it";
        };
    }

    /** Whether the conversation goes on. */
    private boolean say(Socket socket, String answer) throws IOException {
        switch (answer) {
            case CLOSE:
                return false;
            case SILENCE:
                Awaitility.await().forever().until(() -> end.getCount() == 0);
                return false;
            case DRIP:
                while (end.getCount() > 0) {
                    write(socket, "2");
                    Awaitility.await()
                            .pollDelay(java.time.Duration.ofMillis(20))
                            .until(() -> true);
                }
                return false;
            case FLOOD:
                while (end.getCount() > 0) {
                    write(socket, "250-and more".repeat(1000));
                }
                return false;
            default:
                write(socket, answer + "\r\n");
                return true;
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        end.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
