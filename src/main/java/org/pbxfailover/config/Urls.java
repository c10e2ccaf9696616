package org.pbxfailover.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an address must be before anything is sent to it. */
final class Urls {
    private static final int HIGHEST_PORT = 65_535;

    private Urls() {}

    /**
     * What is wrong with it, as a clause that begins with "but". The address itself is never repeated: tokens may stand in it.
     *
     * @param schemes those that are allowed; others than http and https must not have a path
     * @param port whether a port must be written where the scheme does not imply one
     */
    static Optional<String> complaint(String text, Collection<String> schemes, boolean port) {
        if (!text.contains("://")) {
            return Optional.of(without(schemes));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of(
                    text.contains(" ")
                            ? "but it holds a space (write %20)"
                            : "but it holds a character that URLs do not allow (percent-encode it)");
        }
        if (uri.getScheme() == null || !schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            return Optional.of(without(schemes));
        }
        if (uri.getRawUserInfo() != null || text.matches("[a-z]+://[^/?#]*@.*")) {
            return Optional.of(
                    "but it holds credentials (take them out; where a login can be given there are the keys username and password)");
        }
        if (uri.getHost() == null) {
            return Optional.of("but it has no valid host (letters, digits, '-' and '.', or an IP address)");
        }
        return details(uri, port);
    }

    private static String without(Collection<String> schemes) {
        return "but it does not begin with "
                + Text.alternatives(
                        schemes.stream().map(scheme -> scheme + "://").toList());
    }

    private static Optional<String> details(URI uri, boolean port) {
        boolean http = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http");
        if (uri.getPort() > HIGHEST_PORT || uri.getPort() == 0) {
            return Optional.of("but its port is not from 1 to 65535");
        }
        if (!http && uri.toString().matches("[a-zA-Z]+://[^/?#]*[/?#].*")) {
            return Optional.of("but it has more than a host and a port");
        }
        return port && !http && uri.getPort() < 0 ? Optional.of("but it has no port") : Optional.empty();
    }

    /** A URL as it will look: with its secrets, and with a letter for each placeholder. */
    static String sample(Template template) {
        return template.resolveUrl(
                Template.PLACEHOLDERS.stream().collect(Collectors.toMap(Function.identity(), word -> "x")));
    }

    /** The port that is meant when none is written. */
    static int port(URI uri) {
        return uri.getPort() >= 0
                ? uri.getPort()
                : Map.of("http", 80, "https", 443, "udp", 5060, "tcp", 5060, "tls", 5061)
                        .getOrDefault(uri.getScheme().toLowerCase(Locale.ROOT), -1);
    }

    /** Who answers there, such as {@code pbx1.acme.example:443}: the same for every way in which it can be written. */
    static Optional<String> server(URI uri) {
        return Optional.ofNullable(uri.getHost()).map(host -> host(host) + ":" + port(uri));
    }

    /** A name or an address: in lower case, and IPv6 in the one form that Java gives it. */
    static String host(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        if (!lower.contains(":")) {
            return lower;
        }
        try {
            return "[" + InetAddress.getByName(lower).getHostAddress() + "]"; // a literal: nobody is asked
        } catch (UnknownHostException e) {
            return lower;
        }
    }

    /** Scheme, host and port as written: whoever answers there may be told what the other is told. */
    static String origin(Template url) {
        return url.toString().replaceFirst("^([a-zA-Z]+://[^/?#]*).*$", "$1").toLowerCase(Locale.ROOT);
    }
}
