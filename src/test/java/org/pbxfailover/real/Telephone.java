package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.pbxfailover.real.TelephoneEvents.Event;

/**
 * A real telephone: baresip, which finds its PBX by DNS, registers and renews that by itself, answers every call, and speaks a tone. It asks
 * the DNS server afresh for each request and keeps no answer.
 */
public final class Telephone implements AutoCloseable {
    /** Seconds for which it registers; it renews that when nine tenths of them are over. */
    public static final int REGISTERED = 20;

    private static final String CONFIGURATION = """
            poll_method epoll
            sip_listen %1$s:0
            net_interface %1$s
            dns_server %2$s
            rtp_stats no
            audio_player aubridge,nil
            audio_alert aubridge,nil
            audio_source ausine,440
            ausrc_srate 48000
            ausrc_channels 2
            ausrc_format s16
            auplay_format s16
            module_path /usr/lib/baresip/modules
            module g711.so
            module ausine.so
            module aubridge.so
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            statmode_default off
            ctrl_tcp_listen 127.0.0.1:%3$d
            """;

    private final String user;
    private final String server;
    private final RealProgram program;
    private final TelephoneEvents events;

    private Telephone(Path directory, String user, String server, String address, String dns, String rest) {
        this.user = user;
        this.server = server;
        int control = RealProgram.freePort();
        try {
            Path own = Files.createTempDirectory(directory, "telephone-" + user);
            Files.writeString(own.resolve("config"), CONFIGURATION.formatted(address, dns, control));
            Files.writeString(
                    own.resolve("accounts"), "<sip:" + user + "@" + server + ";transport=tcp>;answermode=auto;" + rest);
            Files.createFile(own.resolve("contacts"));
            program = new RealProgram(
                    "baresip-core",
                    own.resolve("said"),
                    own,
                    List.of("baresip", "-4", "-f", own.toString(), "-p", "/usr/share/baresip"));
            program.untilTaken(control, false);
            events = new TelephoneEvents(control);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A telephone of the company.
     *
     * @param server name and port of its PBX
     * @param address its own
     * @param dns the server that it asks
     */
    public static Telephone of(Path directory, String user, String server, String address, String dns) {
        return new Telephone(
                directory,
                user,
                server,
                address,
                dns,
                "auth_user=" + user + ";auth_pass=" + Pbx.PASSWORD + ";regint=" + REGISTERED + "\n");
    }

    /** Somebody outside, whose calls go straight to the carrier. */
    public static Telephone outside(Path directory, Carrier carrier, String address, String dns) {
        return new Telephone(
                directory, "outside", carrier.address() + ":" + carrier.port(), address, dns, "regint=0\n");
    }

    public String user() {
        return user;
    }

    public String number() {
        return "sip:" + user + "@" + server + ";transport=tcp";
    }

    /** Waits until it has renewed its registration once more. */
    public void untilRegistered() {
        int mark = events.size();
        Awaitility.await(user + " to register")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events.since(mark).stream()
                        .anyMatch(event -> event.type().equals("REGISTER_OK")));
    }

    /**
     * Calls and, when somebody answers and both hear each other, hangs up.
     *
     * @param number whom
     * @param other who has to answer
     * @return whether a call went through
     */
    public boolean calls(String number, Telephone other) {
        int here = events.size();
        int there = other.events.size();
        events.send("dial", number);
        Awaitility.await("what becomes of a call from " + user + " to " + number)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> over(here).isPresent() || hears(events, here) && hears(other.events, there));
        if (over(here).isPresent()) {
            return false;
        }
        events.send("hangup", "");
        Awaitility.await("the end of the call at " + other.user)
                .atMost(Duration.ofSeconds(30))
                .until(() -> over(here).isPresent()
                        && other.events.since(there).stream().anyMatch(is("CALL_CLOSED")));
        return true;
    }

    private Optional<Event> over(int mark) {
        return events.since(mark).stream().filter(is("CALL_CLOSED")).findFirst();
    }

    /** The call was answered, and voice arrives. */
    private static boolean hears(TelephoneEvents events, int mark) {
        List<Event> since = events.since(mark);
        return since.stream().anyMatch(is("CALL_ESTABLISHED")) && since.stream().anyMatch(is("CALL_RTPESTAB"));
    }

    private static Predicate<Event> is(String type) {
        return event -> event.type().equals(type);
    }

    @Override
    public void close() {
        events.close();
        program.close();
    }
}
