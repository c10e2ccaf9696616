package org.pbxfailover.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** The addresses of one host, tried in turn, and what came of those that did not let us in: which half of it is dead (fault 7). */
final class Tries {
    private final String host;
    private final boolean several;
    private final Map<InetAddress, Finding.Failed> failed = new LinkedHashMap<>();

    /**
     * @param host as it was asked for, by name or address
     * @param several whether it has more than one address, so that sentences name them
     */
    Tries(String host, boolean several) {
        this.host = host;
        this.several = several;
    }

    /** The address did not let us in. */
    void failed(InetAddress address, IOException failure) {
        failed.put(address, Classify.connecting(failure, host, address, Routes::lead));
    }

    /** The address let us in and threw us out again before TLS was agreed on. */
    void cut(InetAddress address, IOException failure) {
        failed.put(address, Classify.later(failure));
    }

    /** What all the failures together say: what the host itself said at one of its addresses counts for more than that another one cannot be reached. */
    NoConnection failure() {
        Finding.Failed worst = failed.values().stream()
                .min(Comparator.comparing(Tries::silence))
                .orElseGet(() -> new Finding.Failed(FailureClass.OWN, "there was no address to try"));
        return new NoConnection(new Finding.Failed(worst.failure(), several ? list() : worst.detail()));
    }

    private static int silence(Finding.Failed finding) {
        return switch (finding.failure()) {
            case UNREACHABLE -> 1;
            case ROUTE -> 3;
            default -> finding.failure().counts() ? 0 : 2;
        };
    }

    /** The addresses that did not let us in, to be put behind another phrase; empty when there are none. */
    String aside() {
        return failed.isEmpty() ? "" : "; " + list();
    }

    private String list() {
        return failed.entrySet().stream()
                .map(one ->
                        one.getKey().getHostAddress() + ": " + one.getValue().detail())
                .collect(Collectors.joining("; "));
    }
}
