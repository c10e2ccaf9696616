package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A user: asks the DNS for the PBX's address every half second and registers at the address that it gets. It shows when service is
 * really back.
 */
public final class Telephone implements AutoCloseable {
    private static final String WHERE = "telephone";
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Name name;
    private final SimpleResolver resolver;
    private final Function<String, URI> pbxAt;
    private final Chronicle chronicle;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService loop;
    private volatile String registeredAt = "";

    /**
     * Begins at once.
     *
     * @param queries where the DNS answers
     * @param pbxAt where on this machine the PBX with such an address is
     */
    public Telephone(String name, InetSocketAddress queries, Function<String, URI> pbxAt, Chronicle chronicle)
            throws IOException {
        this.name = Name.fromString(name, Name.root);
        this.resolver = new SimpleResolver(queries);
        this.resolver.setTimeout(PATIENCE);
        this.pbxAt = pbxAt;
        this.chronicle = chronicle;
        this.loop = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "simulated-telephone");
            thread.setDaemon(true);
            return thread;
        });
        var unused = loop.scheduleWithFixedDelay(this::register, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The address where it is registered; empty while it is not. */
    public String registeredAt() {
        return registeredAt;
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }

    private void register() {
        try {
            Optional<String> address = lookUp();
            if (address.isPresent() && accepts(address.get())) {
                now(address.get());
            } else {
                now("");
            }
        } catch (IOException | RuntimeException e) {
            now("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> lookUp() throws IOException {
        Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
        return answer.getSection(Section.ANSWER).stream()
                .filter(ARecord.class::isInstance)
                .map(record -> ((ARecord) record).getAddress().getHostAddress())
                .findFirst();
    }

    private boolean accepts(String address) throws IOException, InterruptedException {
        URI where = pbxAt.apply(address).resolve("/telephones/register");
        HttpRequest request = HttpRequest.newBuilder(where)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    private void now(String address) {
        if (address.equals(registeredAt)) {
            return;
        }
        if (address.isEmpty()) {
            chronicle.change(WHERE, Seen.Kind.TELEPHONE_LOST, registeredAt, "has lost " + registeredAt + ": no calls");
        } else {
            chronicle.change(
                    WHERE, Seen.Kind.TELEPHONE_REGISTERED, address, "is registered at " + address + ": calls work");
        }
        registeredAt = address;
    }
}
