package org.pbxfailover.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Finds the servers that speak for a name: those that are configured, or those that the NS records of its zone name. */
final class Servers {
    static final int PORT = 53;

    /** More than any zone of a telephone company has; whoever delegates to more is asked at the first of them. */
    static final int MOST = 16;

    private static final int MOST_ADDRESSES = 4;

    private final List<InetSocketAddress> resolvers;
    private final long deadline;

    /**
     * @param resolvers who is asked for NS records and addresses, in turn; empty: those of the system
     */
    Servers(List<String> resolvers, long deadline) {
        this.deadline = deadline;
        this.resolvers = resolvers.isEmpty()
                ? system()
                : resolvers.stream()
                        .map(Servers::endpoint)
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** As they are configured now: a robot runs for months. */
    private static List<InetSocketAddress> system() {
        ResolverConfig.refresh();
        return ResolverConfig.getCurrentConfig().servers();
    }

    /** An address with or without a port; empty when it is a name. */
    static Optional<InetSocketAddress> endpoint(String text) {
        HostPort at = HostPort.of(text);
        for (String type : Wanted.TYPES) {
            try {
                return Optional.of(new InetSocketAddress(Wanted.address(type, at.host()), at.port()));
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** {@code 192.0.2.53}, {@code 192.0.2.53:5353}, {@code [2001:db8::53]:5353}, {@code ns1.example.org}. */
    record HostPort(String host, int port) {
        static HostPort of(String text) {
            int colon = text.lastIndexOf(':');
            boolean port = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
            String host = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
            return new HostPort(host, port ? Integer.parseInt(text.substring(colon + 1)) : PORT);
        }
    }

    /** The servers of this list, with the addresses of those that are names. */
    List<Server> named(List<String> names) throws IOException {
        List<Server> servers = new ArrayList<>();
        for (String name : names.subList(0, Math.min(MOST, names.size()))) {
            Optional<InetSocketAddress> endpoint = endpoint(name);
            servers.add(
                    endpoint.isPresent()
                            ? new Server(Server.shown(endpoint.get()), List.of(endpoint.get()))
                            : resolved(HostPort.of(name)));
        }
        return servers;
    }

    /**
     * The servers of the zone in which the name is.
     *
     * @param zone when it is known; otherwise the nearest one above the name that has NS records
     * @throws IOException with a sentence when they cannot be found out
     */
    List<Server> of(Name name, Optional<Name> zone) throws IOException {
        Optional<List<String>> hosts = zone.isPresent() ? hosts(zone.get()) : above(name);
        if (hosts.isPresent()) {
            return named(hosts.get());
        }
        throw new IOException("no NS records are found for "
                + zone.map(z -> "the zone " + z.toString(true)).orElse(name.toString(true) + " and what is above it"));
    }

    /** Those of the nearest zone that has any, but of no top-level domain: that is never the one that is meant. */
    private Optional<List<String>> above(Name name) throws IOException {
        Optional<List<String>> hosts = Optional.empty();
        for (Name candidate = name; candidate.labels() > 2 && hosts.isEmpty(); candidate = new Name(candidate, 1)) {
            hosts = hosts(candidate);
        }
        return hosts;
    }

    private Optional<List<String>> hosts(Name zone) throws IOException {
        return Optional.of(nameServers(zone)).filter(hosts -> !hosts.isEmpty());
    }

    private List<String> nameServers(Name zone) throws IOException {
        Message answer = resolve(zone, Type.NS);
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record instanceof NSRecord && record.getName().equals(zone))
                .map(record -> ((NSRecord) record).getTarget().toString(true))
                .sorted()
                .toList();
    }

    private Server resolved(HostPort host) throws IOException {
        Name name = Wanted.name(host.host());
        Map<InetAddress, InetSocketAddress> found = new LinkedHashMap<>();
        for (int type : List.of(Type.A, Type.AAAA)) {
            for (Record record : resolve(name, type).getSection(Section.ANSWER)) {
                Optional<InetAddress> address = address(record);
                if (address.isPresent() && found.size() < MOST_ADDRESSES) {
                    found.put(address.get(), new InetSocketAddress(address.get(), host.port()));
                }
            }
        }
        return new Server(host.host(), List.copyOf(found.values()));
    }

    static Optional<InetAddress> address(Record record) {
        if (record instanceof ARecord a) {
            return Optional.of(a.getAddress());
        }
        return record instanceof AAAARecord aaaa ? Optional.of(aaaa.getAddress()) : Optional.empty();
    }

    /** From the first resolver that answers at all. */
    private Message resolve(Name name, int type) throws IOException {
        String last = "none is configured";
        for (int i = 0; i < resolvers.size(); i++) {
            long left = deadline - System.nanoTime();
            long until = System.nanoTime() + left / (resolvers.size() - i);
            CompletableFuture<Message> answer = Asking.ask(resolvers.get(i), Asking.query(name, type, true), until);
            try {
                return Asking.await(answer, until);
            } catch (IOException e) {
                last = Server.shown(resolvers.get(i)) + " " + Asking.words(e);
            }
        }
        throw new IOException(
                "the robot's own name service does not say who serves " + name.toString(true) + ": " + last);
    }
}
