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
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

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
                // none of this type
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
                            : known(HostPort.of(name)));
        }
        return servers;
    }

    /** A name that a person wrote means what it means to every other program of this host: its hosts file comes first. */
    private Server known(HostPort host) throws IOException {
        List<InetSocketAddress> here = inHostsFile(host);
        return here.isEmpty() ? resolved(host) : new Server(host.host(), here);
    }

    private static List<InetSocketAddress> inHostsFile(HostPort host) {
        HostsFileParser file = new HostsFileParser();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int type : List.of(Type.A, Type.AAAA)) {
            try {
                file.getAddressForHost(Wanted.name(host.host()), type)
                        .ifPresent(address -> addresses.add(new InetSocketAddress(address, host.port())));
            } catch (IOException e) {
                // what cannot be read says nothing
            }
        }
        return addresses;
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
            List<Server> servers = new ArrayList<>();
            for (String host : hosts.get().subList(0, Math.min(MOST, hosts.get().size()))) {
                servers.add(resolved(new HostPort(host, PORT)));
            }
            return servers;
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

    /** One whose name cannot be resolved is no reason not to ask the others, as long as there is time. */
    private Server resolved(HostPort host) throws IOException {
        Name name = Wanted.name(host.host());
        Map<InetAddress, InetSocketAddress> found = new LinkedHashMap<>();
        Optional<String> trouble = Optional.empty();
        for (int type : List.of(Type.A, Type.AAAA)) {
            try {
                for (Record record : resolve(name, type).getSection(Section.ANSWER)) {
                    Optional<InetAddress> address = address(record);
                    if (address.isPresent() && found.size() < MOST_ADDRESSES) {
                        found.put(address.get(), new InetSocketAddress(address.get(), host.port()));
                    }
                }
            } catch (IOException e) {
                if (found.isEmpty() && deadline - System.nanoTime() <= 0) {
                    throw e;
                }
                trouble = Optional.of("is not found: " + e.getMessage());
            }
        }
        List<InetSocketAddress> addresses = List.copyOf(found.values());
        return trouble.map(why -> new Server(host.host(), addresses, why))
                .orElseGet(() -> new Server(host.host(), addresses));
    }

    static Optional<InetAddress> address(Record record) {
        if (record instanceof ARecord a) {
            return Optional.of(a.getAddress());
        }
        return record instanceof AAAARecord aaaa ? Optional.of(aaaa.getAddress()) : Optional.empty();
    }

    /** From the first resolver that says what there is, or that there is nothing; one that refuses to say has not answered. */
    private Message resolve(Name name, int type) throws IOException {
        String last = "none is configured";
        for (int i = 0; i < resolvers.size(); i++) {
            long left = deadline - System.nanoTime();
            long until = System.nanoTime() + left / (resolvers.size() - i);
            CompletableFuture<Message> asked = Asking.ask(resolvers.get(i), Asking.query(name, type, true), until);
            try {
                Message answer = Asking.await(asked, until);
                int rcode = answer.getRcode();
                if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
                    return answer;
                }
                last = Server.shown(resolvers.get(i)) + " answers " + Rcode.string(rcode);
            } catch (IOException e) {
                last = Server.shown(resolvers.get(i)) + " " + Asking.words(e);
            }
        }
        String host = name.toString(true);
        throw new IOException("the robot's own name service does not say "
                + (type == Type.NS ? "who serves " + host : "where " + host + " is") + ": " + last);
    }
}
