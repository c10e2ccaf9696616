package org.pbxfailover.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Asks every authoritative server of a zone, all of them at once, and never a cache in between: a service that has taken a change may still
 * have servers that have not (fault 52). Thread-safe; holds nothing.
 */
public final class Authoritative {
    /** Leaves time to say who did not answer. */
    private static final long RESERVE = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<String> servers;
    private final List<String> resolvers;

    /**
     * @param servers the authoritative ones, such as {@code 192.0.2.53:5353} or {@code ns1.example.org}; empty: found by NS records
     * @param resolvers who is asked for those; empty: the system's
     */
    public Authoritative(List<String> servers, List<String> resolvers) {
        this.servers = List.copyOf(servers);
        this.resolvers = List.copyOf(resolvers);
    }

    /** One server by its name or address. */
    Server server(String name, long deadline) throws IOException {
        return new Servers(resolvers, deadline - RESERVE).named(List.of(name)).get(0);
    }

    /**
     * What the servers of a zone say together.
     *
     * @param heard whether it was an answer that told so, and not silence
     * @param sentence what was seen, for people
     */
    public record Verdict(boolean holds, boolean heard, String sentence) {}

    /** What the first server says that gives a proper answer, or why none does. */
    public record Seen(Optional<RecordSets> records, String trouble) {}

    /** Addresses by type, of one server. */
    public record RecordSets(RecordSet a, RecordSet aaaa) {
        public RecordSet of(String type) {
            return type.equals("A") ? a : aaaa;
        }
    }

    /**
     * Holds when every one of them answers exactly the wanted addresses.
     *
     * @param deadline on the scale of {@link System#nanoTime()}
     */
    public Verdict look(Wanted wanted, long deadline) {
        List<Answer> answers;
        try {
            answers = answers(wanted.name(), wanted.zone(), deadline);
        } catch (IOException e) {
            return new Verdict(false, false, String.valueOf(e.getMessage()));
        }
        List<Answer> wrong = answers.stream()
                .filter(answer -> answer.difference(wanted).isPresent())
                .toList();
        if (wrong.isEmpty()) {
            return new Verdict(true, true, all(answers.size()) + " " + addresses(wanted) + left(answers, wanted));
        }
        String rest = wrong.size() > 1 ? "; so it is with " + wrong.size() + " of " + answers.size() + " servers" : "";
        boolean heard = wrong.stream().anyMatch(Answer::heard);
        return new Verdict(false, heard, wrong.get(0).difference(wanted).orElseThrow() + rest);
    }

    private static String all(int servers) {
        return servers == 1 ? "the authoritative server answers" : "all " + servers + " authoritative servers answer";
    }

    private static String addresses(Wanted wanted) {
        return wanted.sets().entrySet().stream()
                .map(entry -> entry.getValue().text(entry.getKey()))
                .collect(Collectors.joining(" and "));
    }

    /** Records of a type that the action does not change, and by which users still go elsewhere. */
    private static String left(List<Answer> answers, Wanted wanted) {
        return Wanted.TYPES.stream()
                .filter(type -> !wanted.types().contains(type))
                .filter(type -> !answers.get(0).set(type).addresses().isEmpty())
                .map(type ->
                        "; " + type + " is still " + answers.get(0).set(type).text(type))
                .collect(Collectors.joining());
    }

    /** What the name means now. */
    public Seen now(Name name, Optional<Name> zone, long deadline) {
        try {
            List<Answer> answers = answers(name, zone, deadline);
            return answers.stream()
                    .filter(answer -> answer.trouble().isEmpty())
                    .findFirst()
                    .map(answer -> new Seen(Optional.of(new RecordSets(answer.set("A"), answer.set("AAAA"))), ""))
                    .orElseGet(() -> new Seen(
                            Optional.empty(),
                            answers.get(0).server().shown() + " "
                                    + answers.get(0).trouble().orElse("")));
        } catch (IOException e) {
            return new Seen(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** Why some of them could not be looked at, one sentence each; empty when all of them answer properly. */
    public List<String> troubles(Name name, Optional<Name> zone, long deadline) {
        try {
            return answers(name, zone, deadline).stream()
                    .filter(answer -> answer.trouble().isPresent())
                    .map(answer -> "authoritative server " + answer.server().shown() + " "
                            + answer.trouble().orElse(""))
                    .toList();
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private List<Answer> answers(Name name, Optional<Name> zone, long deadline) throws IOException {
        long until = deadline - RESERVE;
        Servers finder = new Servers(resolvers, until);
        List<Server> all = servers.isEmpty() ? finder.of(name, zone) : finder.named(servers);
        List<CompletableFuture<Answer>> asked =
                all.stream().map(server -> ask(server, name, until, 0)).toList();
        return Asking.await(
                CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                        .thenApply(done ->
                                asked.stream().map(CompletableFuture::join).toList()),
                deadline);
    }

    /** At one of its addresses after the other, until there is an answer. */
    private static CompletableFuture<Answer> ask(Server server, Name name, long deadline, int index) {
        int left = server.addresses().size() - index;
        if (left <= 0) {
            return CompletableFuture.completedFuture(Answer.none(server, server.trouble()));
        }
        long until = System.nanoTime() + (deadline - System.nanoTime()) / left;
        InetSocketAddress address = server.addresses().get(index);
        CompletableFuture<Message> a = Asking.ask(address, Asking.query(name, Type.A, false), until);
        CompletableFuture<Message> aaaa = Asking.ask(address, Asking.query(name, Type.AAAA, false), until);
        return a.thenCombine(aaaa, (one, other) -> answer(server, name, one, other))
                .exceptionallyCompose(failure -> left > 1
                        ? ask(server, name, deadline, index + 1)
                        : CompletableFuture.completedFuture(Answer.none(server, Asking.words(failure))));
    }

    private static Answer answer(Server server, Name name, Message a, Message aaaa) {
        return Answer.trouble(a, name)
                .or(() -> Answer.trouble(aaaa, name))
                .map(trouble -> Answer.trouble(server, trouble))
                .orElseGet(() -> Answer.proper(
                        server, Map.of("A", Answer.records(a, name), "AAAA", Answer.records(aaaa, name))));
    }
}
