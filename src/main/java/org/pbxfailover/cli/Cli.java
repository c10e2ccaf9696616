package org.pbxfailover.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.config.Suggest;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.logging.Verbosity;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: its words, its exit statuses (0, 1, 2, 3 as the contract says), and one sentence for everything that goes wrong. */
public final class Cli {
    /** What other programs take as commands. */
    private static final Map<String, String> WORDS = Map.of("help", "--help", "version", "--version");

    private final Root root;
    private final Surroundings surroundings;

    private Cli(Program program, Surroundings surroundings) {
        this.root = new Root(program, surroundings);
        this.surroundings = surroundings;
    }

    /**
     * Runs one command in this process.
     *
     * @return the exit status; nothing here ends the process
     */
    public static int run(Program program, String... arguments) {
        return run(program, Surroundings.ofThisProcess(), arguments);
    }

    static int run(Program program, Surroundings surroundings, String... arguments) {
        Cli cli = new Cli(program, surroundings);
        return plainRun(arguments) ? cli.robot() : cli.commandLine().execute(arguments);
    }

    /** The robot with all its defaults: nothing has to be parsed, and the start is shorter by what the parser takes to load. */
    private static boolean plainRun(String... arguments) {
        return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals("run"));
    }

    private int robot() {
        try {
            return LocalCommands.run(root);
        } catch (RuntimeException failure) {
            return failed(failure);
        }
    }

    private CommandLine commandLine() {
        Help.Ansi colours = surroundings.ink().coloured() ? Help.Ansi.ON : Help.Ansi.OFF;
        return new CommandLine(root)
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(Help.defaultColorScheme(colours))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(this::misunderstood)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    }

    private int execute(ParseResult parsed) {
        Verbosity.set(root.options().verbose());
        int exit = new CommandLine.RunLast().execute(parsed);
        surroundings.out().flush();
        return exit;
    }

    private int misunderstood(ParameterException failure, String[] arguments) {
        if (arguments.length > 0
                && WORDS.containsKey(arguments[0])
                && failure.getCommandLine().getParent() == null) {
            return commandLine().execute(WORDS.get(arguments[0]));
        }
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
                && failure.getCommandLine().getCommand() instanceof LookCommands.Explain explain
                && unmatched.getUnmatched().get(0).matches("-[0-9]+")) {
            return failed(explain.noEpoch(unmatched.getUnmatched().get(0)));
        }
        // picocli says "Error: " of options that exclude each other, and of nothing else.
        String said = Printable.oneLine(String.valueOf(failure.getMessage())).replaceFirst("^Error: ", "");
        StringBuilder sentence = new StringBuilder(said.endsWith(".") ? said.substring(0, said.length() - 1) : said);
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
            // A distant word must not lead anybody to an order that switches telephones.
            Suggest.nearest(unmatched.getUnmatched().get(0), unmatched.getSuggestions())
                    .ifPresent(likely ->
                            sentence.append("; did you mean '").append(likely).append("'?"));
        }
        String help = failure.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        surroundings.err().println(sentence + " (" + help + " shows what there is)");
        return CommandFailure.INVALID;
    }

    private int failed(Exception failure) {
        surroundings.out().flush();
        PrintWriter err = surroundings.err();
        if (failure instanceof CommandFailure || failure instanceof JournalException) {
            err.println(Printable.oneLine(String.valueOf(failure.getMessage())));
        } else {
            err.println("This should not have happened: " + said(failure) + Verbosity.hint());
        }
        if (root.options().verbose()) {
            failure.printStackTrace(err);
        }
        return failure instanceof CommandFailure known ? known.exit() : CommandFailure.REFUSED;
    }

    private static String said(Exception failure) {
        @Nullable String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + Printable.oneLine(message);
    }
}
