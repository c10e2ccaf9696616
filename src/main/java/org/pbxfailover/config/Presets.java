package org.pbxfailover.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe of a PBX of a known make asks for and expects, where the configuration does not say it: something that the make answers
 * without a credential, that changes nothing, and that something else in its place would hardly answer.
 *
 * @param path with its query; added to a URL without a path
 * @param status what counts as alive
 * @param contains a text of the answer
 */
record Presets(String path, String status, Optional<String> contains) {
    private static final Presets NONE = new Presets("", Defaults.ALIVE, Optional.empty());

    private static final Map<String, Presets> MAKES = Map.of(
            // AMI takes a log-off from anybody, and no session stays.
            "asterisk", new Presets("/rawman?action=Logoff", "200", Optional.of("Response: Goodbye")),
            "vodia", new Presets("/rest/system/session", "200", Optional.empty()),
            // It asks for a credential, and so it lives.
            "freeswitch", new Presets("/txtapi/status", "200,401", Optional.empty()),
            "freepbx", new Presets("/admin/config.php", "200", Optional.of("FreePBX")),
            // What the script makes of the path is its business.
            "kamailio", new Presets("", "200-499", Optional.empty()),
            "opensips", new Presets("", "200-499", Optional.empty()));

    /** That of the server's {@code type}; without one, what holds for any web server. */
    static Presets of(Section server) {
        return server.text("type").map(MAKES::get).orElse(NONE);
    }

    /** The address as it is asked. */
    URI complete(URI url) {
        boolean bare = (url.getRawPath().isEmpty() || url.getRawPath().equals("/")) && url.getRawQuery() == null;
        return bare && !path.isEmpty() ? URI.create(url.toString().replaceFirst("/?$", "") + path) : url;
    }
}
