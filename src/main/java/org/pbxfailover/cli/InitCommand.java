package org.pbxfailover.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pbxfailover.cli.LocalCommands.Local;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Starter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a first configuration; what is not said on the command line is asked. */
@Command(
        name = "init",
        description = "Write a commented configuration in shadow mode for a make of PBX and a DNS service.",
        sortOptions = false)
final class InitCommand extends Local {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

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
            description = "where to (default: --config, or config/failover.yaml)")
    private Optional<Path> output = Optional.empty();

    /** What is still to be asked; where nobody can be asked, all of it is said at once. */
    private final List<String> missing = new ArrayList<>();

    @Override
    public Integer call() {
        Path file = output.map(root().surroundings().caller()::resolve)
                .orElse(root().places().config());
        if (Files.exists(file)) {
            throw CommandFailure.refused(
                    file + " is there already and is left alone; name another file with --output.");
        }
        List<String> makes = Starter.makes();
        List<String> services = Starter.services();
        String of = answer("--pbx", "Make of the PBX", make, makes::contains, String.join(", ", makes));
        String by = answer("--dns", "DNS service", service, services::contains, String.join(", ", services));
        String called = answer("--name", "Name of the pair", name, NAME.asMatchPredicate(), "letters, digits, . _ -");
        String page = answer(
                "--primary", "URL of the primary", primary, InitCommand::page, "such as https://pbx1.example.com/");
        String host = page(page) ? URI.create(page).getHost() : "";
        String there = ADDRESS.matcher(host).matches() && primaryAddress.isEmpty()
                ? host
                : answer(
                        "--primary-address",
                        "IPv4 address of the primary",
                        primaryAddress,
                        ADDRESS.asMatchPredicate(),
                        "such as 198.51.100.10");
        String standby = answer(
                "--secondary",
                "IPv4 address of the secondary",
                secondary,
                ADDRESS.asMatchPredicate(),
                "such as 203.0.113.7");
        if (!missing.isEmpty()) {
            throw CommandFailure.invalid(
                    "There is no terminal to ask at; say also " + String.join(", ", missing) + ".");
        }
        String yaml = Starter.yaml(
                of, by, Map.of("name", called, "primary", page, "primary-address", there, "secondary", standby));
        write(file, yaml);
        root().print(List.of(
                file + " is written, in shadow mode: it decides and reports, and never acts.",
                "Change what is marked with CHANGE, set "
                        + String.join(", ", Starter.variables(yaml.replaceAll("(?m)^ *#.*", "")))
                        + ", and then: pbx-failover check, pbx-failover check --live"));
        return 0;
    }

    private String answer(String flag, String question, Optional<String> given, Predicate<String> fits, String right) {
        if (given.isPresent()) {
            if (!fits.test(given.get())) {
                throw CommandFailure.invalid(flag + " is '" + given.get() + "'; right would be: " + right + ".");
            }
            return given.get();
        }
        if (!root().surroundings().terminal()) {
            missing.add(flag + " (" + right + ")");
            return "";
        }
        Optional<String> typed = root().surroundings().ask(question + " (" + right + "): ");
        while (typed.isPresent() && !fits.test(typed.get())) {
            typed = root().surroundings().ask("Not '" + typed.get() + "', but " + right + ": ");
        }
        return typed.orElseThrow(() -> CommandFailure.refused("Nothing was written."));
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
                throw CommandFailure.invalid(invalid.problems().get(0).toString());
            }
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.refused(
                    file + " is there already and is left alone; name another file with --output.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
