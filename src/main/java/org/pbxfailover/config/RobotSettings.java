package org.pbxfailover.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The robot itself.
 *
 * @param name in journal, notifications and API; a journal with another name is not taken over
 * @param state directory of the journal; one robot at a time holds it
 * @param token of the API; empty: generated at first start and kept in the state directory
 * @param password of the console; empty: likewise
 * @param monitorPassword of the console, for its user {@link #MONITOR}, who may only read; empty: there is no such user
 * @param commands absolute paths of the programs that actions may run
 * @param trust certificates that are believed besides those that this Java knows
 */
public record RobotSettings(
        String name,
        Path state,
        Listen api,
        Optional<Template> token,
        Listen console,
        String user,
        Optional<Template> password,
        Optional<Template> monitorPassword,
        List<String> commands,
        List<X509Certificate> trust) {

    /** The console's user who may read health and metrics, and nothing else. */
    public static final String MONITOR = "monitor";

    /** Where to listen. Port 0 is allowed and means any free port. */
    public record Listen(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
