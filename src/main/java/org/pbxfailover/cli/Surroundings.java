package org.pbxfailover.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.ConfigurationReader.Reading;

/**
 * What a command sees of the machine that it runs on.
 *
 * @param terminal whether a person sits at both ends: answers are read from a terminal and shown on one
 * @param directory the directory that the process works in
 * @param caller where the person stands: what relative paths on the command line start from
 * @param home where the checkout or the image keeps {@code config} and {@code routes}
 * @param clock for saying how long ago something was
 * @param reader of the configuration file
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        BufferedReader in,
        boolean terminal,
        Map<String, String> environment,
        Path directory,
        Path caller,
        Path home,
        Clock clock,
        Function<Path, Reading> reader) {

    /** Set by the launcher: the directory that the launcher lies in. */
    static final String HOME_PROPERTY = "pbx-failover.home";

    /** Set by the launcher when it works in another directory than the person's: the person's. */
    static final String CALLER_PROPERTY = "pbx-failover.caller";

    static Surroundings ofThisProcess() {
        Optional<Console> terminal = consoleOfATerminal();
        Charset charset = terminal.map(Console::charset).orElseGet(Charset::defaultCharset);
        return new Surroundings(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                new BufferedReader(new InputStreamReader(System.in, charset)),
                terminal.isPresent(),
                System.getenv(),
                Path.of(""),
                Path.of(System.getProperty(CALLER_PROPERTY, "")),
                Path.of(System.getProperty(HOME_PROPERTY, "")),
                Clock.systemUTC(),
                new ConfigurationReader()::read);
    }

    /** From Java 22 on a console exists without a terminal, and only then it can be asked whether it is one. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> consoleOfATerminal() {
        return Optional.ofNullable(System.console()).filter(Surroundings::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** Who gives the orders, for the robot's journal: behind sudo the one who called it. Empty where the machine knows no name. */
    String person() {
        String user = environment.getOrDefault("SUDO_USER", System.getProperty("user.name", ""));
        return user.equals("?") ? "" : user; // the name of a user without one, as in a container
    }

    /** Colours are for a terminal that wants them. */
    Ink ink() {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Ink(terminal && !unwanted);
    }

    /** Asks for a text; empty: there is no more to be read. */
    Optional<String> ask(String question) {
        out.print(question);
        out.flush();
        try {
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks a question whose answer is no unless the person says yes. */
    boolean confirms(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            @Nullable String answer = in.readLine();
            return answer != null && answer.strip().matches("(?i)y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
