package org.pbxfailover.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Changes a name by DNS UPDATE (RFC 2136), signed by TSIG (RFC 8945). Sent over TCP: a repeated datagram would be an update too many.
 * Thread-safe; holds nothing but the key.
 */
public final class DynamicUpdate {
    /** In no record set of a PBX: to delete it from one changes nothing, and yet it is refused to whoever may change nothing. */
    private static final Map<String, String> NOBODY = Map.of("A", "0.0.0.0", "AAAA", "::");

    private static final int LONGEST_TRIAL = 3_000;

    private final Server server;
    private final Name zone;
    private final Optional<TSIG> key;

    /**
     * @param zone absolute
     * @param key empty: not signed
     */
    private DynamicUpdate(Server server, Name zone, Optional<TSIG> key) {
        this.server = server;
        this.zone = zone;
        this.key = key;
    }

    /**
     * Updates to the first address of a server that can be reached.
     *
     * @param server the primary server of the zone; a name is looked up by the resolvers
     * @param deadline on the scale of {@link System#nanoTime()}
     * @throws IOException with a sentence when the server cannot be found
     */
    public static DynamicUpdate to(String server, Authoritative finder, Name zone, Optional<TSIG> key, long deadline)
            throws IOException {
        Server found = finder.server(server, deadline);
        if (found.addresses().isEmpty()) {
            throw new IOException("the server " + server + " " + found.trouble());
        }
        return new DynamicUpdate(found, zone, key);
    }

    /**
     * The key, from what an administrator knows of it.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static TSIG key(String algorithm, String name, String secret) {
        try {
            return new TSIG(algorithm, name, secret);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the secret of the TSIG key " + name + " is no base64: write it as the key file has it", e);
        }
    }

    /**
     * Replaces the records of every wanted type in one update: all of it happens or nothing.
     *
     * @param onlyFrom the A record that must be there, alone, or nothing happens
     * @throws IOException with a sentence when the server did not do it
     */
    public void replace(Wanted wanted, Optional<InetAddress> onlyFrom, long deadline) throws IOException {
        Update update = new Update(zone);
        onlyFrom.ifPresent(address -> update.present(new ARecord(wanted.name(), DClass.IN, 0, address)));
        wanted.types().forEach(type -> update.replace(records(wanted, type)));
        send(update, wanted, deadline);
    }

    /** Sends an update that changes nothing, but needs the key and the right to change the records of every wanted type. */
    public void rehearse(Wanted wanted, long deadline) throws IOException {
        Update update = new Update(zone);
        for (String type : wanted.types()) {
            update.delete(wanted.name(), Type.value(type), NOBODY.get(type));
        }
        send(update, wanted, deadline);
    }

    private static Record[] records(Wanted wanted, String type) {
        RecordSet set = wanted.set(type);
        long ttl = set.ttl().orElseThrow().toSeconds();
        return set.addresses().stream()
                .map(address -> record(wanted, type, Wanted.address(type, address), ttl))
                .toArray(Record[]::new);
    }

    private static Record record(Wanted wanted, String type, InetAddress address, long ttl) {
        return type.equals("A")
                ? new ARecord(wanted.name(), DClass.IN, ttl, address)
                : new AAAARecord(wanted.name(), DClass.IN, ttl, address);
    }

    private void send(Update update, Wanted wanted, long deadline) throws IOException {
        InetSocketAddress address = reachable(deadline);
        String shown = new Server(server.name(), List.of(address)).shown();
        Message answer;
        try {
            answer = Asking.await(Asking.send(address, update, key, deadline), deadline);
        } catch (IOException e) {
            throw new IOException(shown + " " + Asking.words(e), e);
        }
        Optional<String> why = refusal(answer, wanted);
        if (why.isPresent()) {
            throw new IOException(shown + " " + why.get());
        }
    }

    /**
     * The first address that takes a connection; the last one without a trial. It is found out before anything is sent, since an update that
     * is on its way may be done even when no answer comes: it must not be sent to the next address as well.
     */
    private InetSocketAddress reachable(long deadline) {
        List<InetSocketAddress> addresses = server.addresses();
        int last = addresses.size() - 1;
        for (int i = 0; i < last; i++) {
            // What is left for the other addresses, and for the update itself.
            long share = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) / (last - i + 2);
            try (Socket trial = new Socket()) {
                trial.connect(addresses.get(i), (int) Math.max(1, Math.min(share, LONGEST_TRIAL)));
                return addresses.get(i);
            } catch (IOException e) {
                // the next one
            }
        }
        return addresses.get(last);
    }

    private Optional<String> refusal(Message answer, Wanted wanted) {
        TSIGRecord signature = answer.getTSIG();
        int rcode = answer.getHeader().getRcode();
        if (rcode == Rcode.NOTAUTH && signature != null && signature.getError() != Rcode.NOERROR) {
            return Optional.of(key(signature.getError()));
        }
        if (rcode == Rcode.NOERROR && key.isPresent() && !answer.isVerified()) {
            return Optional.of("gave an answer that the TSIG key has not signed: it is not believed");
        }
        return switch (rcode) {
            case Rcode.NOERROR -> Optional.empty();
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                Optional.of("changes nothing (" + Rcode.string(rcode) + "): " + wanted.shown()
                        + " is not what it must be before the change");
            case Rcode.NOTAUTH ->
                Optional.of("does not serve the zone " + zone.toString(true) + " (NOTAUTH): correct zone or server");
            case Rcode.NOTZONE ->
                Optional.of(
                        "says that " + wanted.shown() + " is not in the zone " + zone.toString(true) + " (NOTZONE)");
            case Rcode.REFUSED ->
                Optional.of("refuses updates of " + wanted.shown()
                        + (key.isPresent() ? " by this key" : " without a key") + " (REFUSED)");
            default -> Optional.of("answers " + Rcode.string(rcode));
        };
    }

    private static String key(int error) {
        return switch (error) {
            // Knot says so, too, of a key that it knows and that may not update.
            case Rcode.BADKEY ->
                "does not know the TSIG key, or does not let it update (BADKEY): correct tsig-name or tsig-algorithm,"
                        + " or permit updates there";
            case Rcode.BADSIG -> "does not accept the TSIG signature (BADSIG): correct tsig-secret";
            case Rcode.BADTIME ->
                "does not accept the time of the TSIG signature (BADTIME): the clocks of server and robot must agree";
            default -> "does not accept the TSIG signature (" + Rcode.TSIGstring(error) + ")";
        };
    }
}
