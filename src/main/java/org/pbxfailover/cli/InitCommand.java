package org.pbxfailover.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.Starter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a first configuration; what is not said on the command line is asked. */
@Command(
        name = "init",
        description = "Write a commented configuration in shadow mode for a make of PBX and a DNS service.",
        sortOptions = false)
final class InitCommand extends Local {
    private static final Pattern ADDRESS =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    @Option(
            names = "--pbx",
            paramLabel = "MAKE",
            description = "the make of the PBX; other for any with an HTTP interface")
    private Optional<String> make = Optional.empty();

    @Option(
            names = "--dns",
            paramLabel = "SERVICE",
            description = "who serves the name of the PBX; other for any with an update URL")
    private Optional<String> service = Optional.empty();

    @Option(names = "--primary", paramLabel = "URL", description = "the page of the primary that shows that it lives")
    private Optional<String> primary = Optional.empty();

    @Option(
            names = "--primary-address",
            paramLabel = "ADDRESS",
            description = "its IPv4 address, where the URL has a name")
    private Optional<String> primaryAddress = Optional.empty();

    @Option(names = "--secondary", paramLabel = "ADDRESS", description = "the IPv4 address of the secondary")
    private Optional<String> secondary = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "what the pair is called")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "where to (default: --config, or config/failover.yaml in the directory you are in)")
    private Optional<Path> output = Optional.empty();

    /** What is still to be asked; where nobody can be asked, all of it is said at once. */
    private final List<String> missing = new ArrayList<>();

    /** What is wrong on the command line, likewise. */
    private final List<String> wrong = new ArrayList<>();

    @Override
    public Integer call() {
        Surroundings here = root().surroundings();
        Path file = output.map(here.caller()::resolve)
                .or(() -> root().config.map(named -> root().places().config()))
                .orElse(here.caller().resolve(Path.of("config", "failover.yaml")));
        if (Files.exists(file)) {
            throw CommandFailure.refused(file + " is there already and is left alone; name another file with --output,"
                    + " or give this command in a directory of its own.");
        }
        String of = answer("--pbx", "Make of the PBX", make, Starter.makes()::contains, words(Starter.makes()));
        String by = answer("--dns", "DNS service", service, Starter.services()::contains, words(Starter.services()));
        Map<String, String> values = values();
        refuseWhatIsWrong();
        String option = output.or(() -> root().config)
                .map(named -> " --config " + named)
                .orElse("");
        values.put("option", option);
        String yaml = Starter.yaml(of, by, values);
        write(file, yaml);
        root().print(List.of(
                file + " is written, in shadow mode: it decides and reports, and never acts.",
                "Change what is marked with CHANGE, set "
                        + words(Starter.variables(yaml.replaceAll("(?m)^ *#.*", "")))
                        + ", and then: pbx-failover check" + option + ", pbx-failover check --live" + option));
        return 0;
    }

    /** Of the pair. */
    private Map<String, String> values() {
        String called =
                answer("--name", "Name of the pair", name, Pair.NAME.asMatchPredicate(), "letters, digits, . _ -");
        String page = answer(
                "--primary", "URL of the primary", primary, InitCommand::page, "such as https://pbx1.example.com/");
        String host = page(page) ? URI.create(page).getHost() : "";
        String there = address(host) && primaryAddress.isEmpty()
                ? host
                : answer(
                        "--primary-address",
                        "IPv4 address of the primary",
                        primaryAddress,
                        InitCommand::address,
                        "such as 198.51.100.10");
        String standby = answer(
                "--secondary",
                "IPv4 address of the secondary",
                secondary,
                typed -> address(typed) && !typed.equals(there),
                "such as 203.0.113.7, and another than the primary's");
        return new HashMap<>(Map.of("name", called, "primary", page, "primary-address", there, "secondary", standby));
    }

    private static String words(List<String> all) {
        return String.join(", ", all);
    }

    private void refuseWhatIsWrong() {
        if (!wrong.isEmpty()) {
            throw CommandFailure.invalid(String.join("; ", wrong) + ".");
        }
        if (!missing.isEmpty()) {
            throw CommandFailure.invalid(
                    "There is no terminal to ask at; say also " + String.join(", ", missing) + ".");
        }
    }

    private String answer(String flag, String question, Optional<String> given, Predicate<String> fits, String right) {
        if (given.isPresent()) {
            if (!fits.test(given.get())) {
                wrong.add(flag + " is '" + given.get() + "'; right would be: " + right);
            }
            return given.get();
        }
        if (!root().surroundings().terminal()) {
            missing.add(flag + " (" + right + ")");
            return "";
        }
        if (!wrong.isEmpty()) {
            return ""; // said below; nobody is to answer questions in vain
        }
        Optional<String> typed = root().surroundings().ask(question + " (" + right + "): ");
        while (typed.isPresent() && !fits.test(typed.get())) {
            typed = root().surroundings().ask("Not '" + typed.get() + "', but " + right + ": ");
        }
        return typed.orElseThrow(() -> CommandFailure.refused("Nothing was written."));
    }

    private static boolean address(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static boolean page(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?") && !text.contains("\"");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A file that is there is never touched, and nothing that is invalid stays. */
    private static void write(Path file, String yaml) {
        try {
            Optional<Path> parent = Optional.ofNullable(file.toAbsolutePath().getParent());
            if (parent.isPresent()) {
                Files.createDirectories(parent.get());
            }
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
            if (new ConfigurationReader(variable -> Optional.of("c2VjcmV0")).read(file)
                    instanceof ConfigurationReader.Invalid invalid) {
                Files.delete(file);
                throw CommandFailure.invalid("Nothing was written, for it would not be valid: "
                        + invalid.problems().stream().map(Problem::sentence).collect(Collectors.joining("; ")));
            }
            Starter.schema(file);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.refused(
                    file + " is there already and is left alone; name another file with --output.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
