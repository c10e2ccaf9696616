package org.pbxfailover.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the measured robot guards. */
record RobotConfiguration(Path work, int console, int api, String every, String timeout) {

    /** How the paths of all activation calls begin. */
    static final String RELOAD = "/reload/";

    String of(StubWorld world) {
        List<StubPrimary> primaries = world.primaries();
        return """
                robot:
                  name: bench
                  state: "%s"
                  api: { listen: "127.0.0.1:%d", token: "{{env:PBX_FAILOVER_BENCH}}" }
                  console: { listen: "127.0.0.1:%d", user: admin, password: "{{env:PBX_FAILOVER_BENCH}}" }
                readiness: { every: 1d }
                internet: { hosts: ["%s", "%s"], needed: 2, timeout: 500ms }
                pairs:
                """
                        .formatted(work.resolve("state"), api, console, world.url("/outside-1"), world.url("/outside-2"))
                + IntStream.range(0, primaries.size())
                        .mapToObj(i -> pair(i, primaries.get(i), world))
                        .collect(Collectors.joining());
    }

    private String pair(int i, StubPrimary primary, StubWorld world) {
        return """
                  - name: pair-%1$d
                    mode: live
                    primary: { probe: { url: "%2$s", every: %3$s, timeout: %4$s, failures: 3 } }
                    activation:
                      reload: { action: http, url: "%5$s", method: POST }
                      trunks: { action: http, url: "%5$s-trunks", method: POST }
                      dns: { action: http, url: "%5$s-dns" }
                """
                .formatted(i, primary.url(), every, timeout, world.url(reload(i)));
    }

    /** The path of the first activation call of a pair. */
    static String reload(int i) {
        return RELOAD + i;
    }
}
