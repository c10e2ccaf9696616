package org.pbxfailover.dns;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A name server.
 *
 * @param name as people know it
 * @param addresses where it may be reached, one after the other; empty when its name leads nowhere
 * @param trouble what is the matter with it when it has no address
 */
public record Server(String name, List<InetSocketAddress> addresses, String trouble) {

    Server(String name, List<InetSocketAddress> addresses) {
        this(name, addresses, "has no address");
    }

    /** Such as {@code ns1.example.org (192.0.2.53)}; a port is shown when it is not that of DNS. */
    public String shown() {
        if (addresses.isEmpty()) {
            return name;
        }
        String address = shown(addresses.get(0));
        return name.equals(address) ? name : name + " (" + address + ")";
    }

    static String shown(InetSocketAddress address) {
        String ip = Wanted.text(address.getAddress());
        if (address.getPort() == Servers.PORT) {
            return ip;
        }
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }
}
