package org.pbxfailover.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A real PowerDNS Authoritative Server on loopback, with its HTTP API and a database that another one may share. */
public final class PowerDns implements AutoCloseable {
    private static final Path SCHEMA = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");

    private static final String CONFIGURATION = """
            launch=gsqlite3
            gsqlite3-database=%s
            local-address=127.0.0.1
            local-port=%d
            webserver=yes
            webserver-address=127.0.0.1
            webserver-port=%d
            webserver-allow-from=127.0.0.1
            api=yes
            api-key=%s
            socket-dir=%s
            daemon=no
            guardian=no
            query-logging=no
            zone-cache-refresh-interval=0
            primary=yes
            secondary=yes
            allow-axfr-ips=127.0.0.0/8
            xfr-cycle-interval=3600
            """;

    private final int port = RealProgram.freePort();
    private final int api = RealProgram.freePort();
    private final String key;
    private final RealProgram program;

    /** @param database is made when it is not there */
    public PowerDns(Path directory, Path database, String key) {
        this.key = key;
        try {
            if (!Files.exists(database)) {
                create(database);
            }
            Path own = Files.createTempDirectory(directory, "pdns");
            Files.writeString(own.resolve("pdns.conf"), CONFIGURATION.formatted(database, port, api, key, own));
            program = new RealProgram(
                    "pdns-server pdns-backend-sqlite3",
                    own.resolve("said"),
                    own,
                    List.of("pdns_server", "--config-dir=" + own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program.untilTaken(port, true);
        program.untilTaken(api, false);
    }

    private static void create(Path database) throws IOException {
        if (!Files.exists(SCHEMA)) {
            throw new AssertionError(SCHEMA + " is not there: apt-get install pdns-backend-sqlite3");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readString(SCHEMA).split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.executeUpdate(sql);
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** A zone by its JSON. */
    public void add(String json) {
        ask("POST", "", json);
    }

    /** A zone of this server is to be known to another one, which is told of each change. */
    public void tells(String zone, String server) {
        ask("POST", "/" + zone + "./metadata", "{\"kind\":\"ALSO-NOTIFY\",\"metadata\":[\"" + server + "\"]}");
    }

    /** A zone that is fetched from another server, when that one tells of a change. */
    public void follows(String zone, String server) {
        add("{ \"name\": \"" + zone + ".\", \"kind\": \"Slave\", \"masters\": [\"" + server + "\"] }");
        ask("PUT", "/" + zone + "./axfr-retrieve", "");
    }

    private void ask(String method, String path, String json) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url() + "/api/v1/servers/localhost/zones" + path))
                                    .header("X-API-Key", key)
                                    .method(method, HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() > 299) {
                throw new AssertionError(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + api;
    }

    int port() {
        return port;
    }

    /** Where it answers queries. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        program.close();
    }
}
