package org.pbxfailover.web;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.pbxfailover.config.RobotSettings.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one of the robot's HTTP servers listens, and whether it really does. Camel only logs a port that is taken and goes on
 * without it; so does the robot, for guarding matters more than being looked at, but it says so in one sentence and keeps it for
 * whoever asks. Not for use by many threads before {@link #verify}; the getters may be called from anywhere.
 */
public final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    /** A start with many open epochs on a busy machine is slow; nothing waits for this, the polls have begun before. */
    private static final int PATIENCE_MILLIS = 15_000;

    private final String key;
    private final Listen listen;
    private final String guardedPath;
    private volatile Optional<String> problem;

    /**
     * Looks whether the address can be had. With port 0 a free port is chosen here, because Camel would give both its servers the
     * same router when both asked for port 0.
     *
     * @param key the configuration's key, for sentences: {@code robot.console.listen}
     * @param guardedPath a path which must not answer without credentials
     */
    public Door(String key, Listen listen, String guardedPath) {
        this.key = key;
        this.guardedPath = guardedPath;
        int port = listen.port();
        Optional<String> found = Optional.empty();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listen.host(), port));
            if (port == 0) {
                port = Ports.free(listen.host());
            }
        } catch (IOException | IllegalArgumentException e) {
            found = Optional.of("%s: nothing can listen on %s (%s); free this port or choose another one."
                    .formatted(key, listen, e.getMessage()));
        }
        this.listen = new Listen(listen.host(), port);
        this.problem = found;
        found.ifPresent(LOG::error);
    }

    /** Before the start: this door cannot be the same as another one, because Camel would then serve both with one server. */
    public void mustDifferFrom(Door other) {
        if (usable() && port() == other.port()) {
            refuse("%s: port %d is that of %s already; choose another one.".formatted(key, port(), other.key));
        }
    }

    public String host() {
        return listen.host();
    }

    /** The port, 1 to 65535, also when the configuration says 0. */
    public int port() {
        return listen.port();
    }

    /** Why nobody can come in through this door, as one sentence; empty: all is well. */
    public Optional<String> problem() {
        return problem;
    }

    /** Whether the server should be started at all. */
    public boolean usable() {
        return problem.isEmpty();
    }

    /** After the start: somebody listens, it is us, and we ask for credentials. Otherwise the server is shut and says so. */
    public void verify(CamelContext context) {
        if (!usable()) {
            return;
        }
        Optional<VertxPlatformHttpRouter> router = router(context);
        if (router.isEmpty() || router.get().getServer().getServer() == null) {
            refuse("%s: the server on %s did not start; see the log above.".formatted(key, listen));
            return;
        }
        try {
            int status = statusWithoutCredentials();
            if (status != 401) {
                shut(router.get());
                refuse("%s: %s answered %d to a request without credentials instead of 401, so it was shut."
                        .formatted(key, listen, status));
            }
        } catch (IOException e) {
            refuse("%s: %s does not answer as it should (%s); another program may hold this port."
                    .formatted(key, listen, e.getMessage()));
        }
    }

    /** Waits until it is shut: who reads the sentence may rely on it. */
    private static void shut(VertxPlatformHttpRouter router) throws IOException {
        try {
            router.getServer()
                    .getServer()
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it asks for no credentials and cannot be shut: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The router of the running server. */
    public Optional<VertxPlatformHttpRouter> router(CamelContext context) {
        return Optional.ofNullable(
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port())));
    }

    private void refuse(String sentence) {
        problem = Optional.of(sentence);
        LOG.error(sentence);
    }

    private int statusWithoutCredentials() throws IOException {
        InetAddress address = InetAddress.getByName(host());
        String reachable = address.isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : address.getHostAddress();
        String authority = reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]";
        URI uri = URI.create("http://" + authority + ":" + port() + guardedPath);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
