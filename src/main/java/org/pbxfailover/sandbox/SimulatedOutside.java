package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The rest of the Internet: hosts that answer 204 to everything until they are cut off. Safe for use by many threads. */
public final class SimulatedOutside implements AutoCloseable {
    private final List<SimulatedServer> hosts = new ArrayList<>();

    /**
     * Listens at once, as {@code outside-1}, {@code outside-2} …
     *
     * @param ports one for each host
     * @throws IOException when one of them cannot listen
     */
    public SimulatedOutside(String host, List<Integer> ports, Chronicle chronicle) throws IOException {
        try {
            for (int port : ports) {
                String name = "outside-" + (hosts.size() + 1);
                hosts.add(new SimulatedServer(name, host, port, call -> SimulatedReply.text(204, ""), chronicle));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    public List<URI> uris() {
        return hosts.stream().map(host -> host.uri("/generate_204")).toList();
    }

    /** No outside host answers any more. */
    public void cut() {
        hosts.forEach(SimulatedServer::kill);
    }

    public void restore() {
        hosts.forEach(SimulatedServer::revive);
    }

    /** One line for people. */
    public String state() {
        long up = hosts.stream()
                .filter(host -> host.mode() == SimulatedServer.Mode.UP)
                .count();
        return up + " of " + hosts.size() + " hosts answer ("
                + String.join(" ", uris().stream().map(URI::toString).toList()) + ")";
    }

    @Override
    public void close() {
        hosts.forEach(SimulatedServer::close);
    }
}
