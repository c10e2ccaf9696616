package org.pbxfailover.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pbxfailover.config.RobotSettings.Listen;

/** What must be true of the witnesses: each is another robot, and none is asked twice. */
final class WitnessRules {
    private final Section root;

    WitnessRules(Section root) {
        this.root = root;
    }

    void check() {
        Listen own = root.section("robot")
                .section("api")
                .text("listen")
                .or(() -> Optional.of(Defaults.API))
                .flatMap(Listens::parse)
                .orElseThrow();
        Map<String, Section> known = new HashMap<>();
        for (Section witness : root.section("internet").list("witnesses")) {
            url(witness).ifPresent(url -> check(witness, url, own, known));
        }
    }

    /** Empty when the schema complains of it already. */
    private static Optional<URI> url(Section witness) {
        try {
            Optional<URI> url = witness.node().isTextual()
                    ? Optional.of(new URI(witness.node().asText()))
                    : witness.uri("url");
            return url.filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static void check(Section witness, URI url, Listen own, Map<String, Section> known) {
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            complain(
                    witness,
                    " has a query or a fragment, which the robot adds itself: write no more than url: https://"
                            + url.getRawAuthority() + "/");
        }
        if (isOwn(url, own)) {
            complain(
                    witness,
                    " is the API of this robot itself (" + own + "), and a witness must be another one: write its"
                            + " address, such as url: https://dc3.example:8443/");
        }
        String name = new Internet.Witness(url, Optional.empty()).name().toLowerCase(Locale.ROOT);
        // Two of the same name would be one in sentences and in a confirmation, also with another scheme.
        String withPort = url.getPort() < 0 ? name.replaceFirst("(/.*)?$", ":" + Urls.port(url) + "$1") : name;
        Stream.of(name, withPort)
                .map(one -> known.computeIfAbsent(one, unknown -> witness))
                .filter(first -> !first.equals(witness))
                .findFirst()
                .ifPresent(first -> complain(
                        witness,
                        " is the witness " + Text.shown(name) + ", which stands in line "
                                + witness.problems().line(first.pointer())
                                + " already: write each witness once, such as url: https://dc3.example:8443/"));
    }

    private static void complain(Section witness, String what) {
        Problems problems = witness.problems();
        problems.add(witness.pointer(), problems.path(witness.pointer()) + what);
    }

    private static boolean isOwn(URI url, Listen own) {
        Listen named = new Listen(url.getHost(), Urls.port(url));
        boolean here = Listens.loopback(named) && (Listens.loopback(own) || Listens.everywhere(own));
        return named.port() == own.port() && (here || named.host().equalsIgnoreCase(own.host()));
    }
}
