package org.pbxfailover.real;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A real PowerDNS and a real BIND on loopback, both authoritative for one zone: one has it, and the other one fetches it when it is told of a change. */
public final class NameServers implements AutoCloseable {
    public static final String ZONE = "acme.example";

    /** The name by which telephones find their PBX. */
    public static final String NAME = "pbx." + ZONE;

    private static final String API_KEY = "key-of-the-api";
    private static final String SECRET =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final PowerDns powerDns;
    private final BindServer bind;
    private final String action;

    private NameServers(PowerDns powerDns, BindServer bind, String action) {
        this.powerDns = powerDns;
        this.bind = bind;
        this.action = action;
    }

    /** PowerDNS has the zone and is changed over its API; BIND follows. */
    public static NameServers powerDnsFirst(Path directory, String address) {
        PowerDns powerDns = new PowerDns(directory, directory.resolve("pdns.sqlite3"), API_KEY);
        powerDns.add("""
                { "name": "%1$s.", "kind": "Master", "nameservers": ["ns1.%1$s.", "ns2.%1$s."],
                  "rrsets": [
                    { "name": "ns1.%1$s.", "type": "A", "ttl": 60, "records": [{ "content": "127.0.0.1", "disabled": false }] },
                    { "name": "ns2.%1$s.", "type": "A", "ttl": 60, "records": [{ "content": "127.0.0.1", "disabled": false }] },
                    { "name": "%2$s.", "type": "A", "ttl": 60, "records": [{ "content": "%3$s", "disabled": false }] }] }
                """.formatted(ZONE, NAME, address));
        int port = BindServer.freePort();
        powerDns.tells(ZONE, "127.0.0.1:" + port);
        BindServer bind = BindServer.secondary(directory, ZONE, port, powerDns.port());
        return new NameServers(
                powerDns, bind, "action: powerdns, url: \"" + powerDns.url() + "\", api-key: " + API_KEY);
    }

    /** BIND has the zone and is changed by RFC 2136; PowerDNS follows. */
    public static NameServers bindFirst(Path directory, String address) {
        PowerDns powerDns = new PowerDns(directory, directory.resolve("pdns.sqlite3"), API_KEY);
        BindServer bind = BindServer.primary(
                directory,
                ZONE,
                "key \"robot\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };\n",
                "update-policy { grant robot name " + NAME + ". A AAAA; };",
                "pbx A " + address + "\n",
                powerDns.port());
        powerDns.follows(ZONE, bind.address());
        return new NameServers(
                powerDns,
                bind,
                "action: rfc2136, server: \"" + bind.address() + "\", tsig-name: robot, tsig-secret: \"" + SECRET
                        + "\"");
    }

    /** How a pair changes {@link #NAME}, in YAML without braces: the action, and what it needs to know. */
    public String action() {
        return action + ", zone: " + ZONE + ", name: " + NAME + ", servers: [\"" + powerDns.address() + "\", \""
                + bind.address() + "\"]";
    }

    /** Where PowerDNS and where BIND answer queries. */
    public List<String> addresses() {
        return List.of(powerDns.address(), bind.address());
    }

    /** The API of PowerDNS. */
    public String api() {
        return powerDns.url();
    }

    @Override
    public void close() {
        bind.close();
        powerDns.close();
    }
}
