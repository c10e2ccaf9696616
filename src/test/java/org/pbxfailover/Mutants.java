package org.pbxfailover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the tests of the core let through: the report of a mutation run, and {@code docs/mutants.md} which tells of it. The page names a
 * mutant by the line of code that is broken and not by its number, so that a change elsewhere in the file does not touch it.
 *
 * @param made how many mutants there were
 * @param survivors those that no test noticed, in the order of the report
 */
record Mutants(int made, List<Survivor> survivors) {
    static final Path PAGE = Path.of("docs/mutants.md");
    static final Path REPORT = Path.of("target/pit-reports/mutations.xml");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.]+)` \\| `(.+)` \\| (.+?) \\| (.*) \\|");

    /**
     * @param where type and method
     * @param code the line that is broken
     * @param broken how, in the words of PIT
     */
    record Survivor(String where, String code, String broken) {
        /** Whether the line is still there. */
        boolean exists() throws IOException {
            String type = where.substring(0, where.indexOf('.'));
            return Files.readAllLines(SOURCES.resolve("org/pbxfailover/core/" + type + ".java")).stream()
                    .map(Mutants::inCell)
                    .anyMatch(code::equals);
        }
    }

    /** One row of the page. */
    record Told(Survivor survivor, String reason) {}

    /** The sentence of the page that tells how many there were. */
    String figures() {
        return String.format(
                Locale.ROOT, "%,d mutants, %,d noticed, %d not.", made, made - survivors.size(), survivors.size());
    }

    static List<Told> told() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Told(new Survivor(row.group(1), row.group(2), row.group(3)), row.group(4)))
                .toList();
    }

    static Mutants reported() throws IOException, SAXException, ParserConfigurationException {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(REPORT.toFile())
                .getElementsByTagName("mutation");
        List<Survivor> survivors = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element mutant = (Element) all.item(i);
            if (mutant.getAttribute("detected").equals("false")) {
                survivors.add(survivor(mutant));
            }
        }
        return new Mutants(all.getLength(), List.copyOf(survivors));
    }

    private static Survivor survivor(Element mutant) throws IOException {
        String type = text(mutant, "mutatedClass");
        String method = text(mutant, "mutatedMethod").replaceAll("^lambda\\$|\\$\\d+$", "");
        Path source = SOURCES.resolve(type.replace('.', '/').replaceAll("\\$.*", "") + ".java");
        String line = Files.readAllLines(source).get(Integer.parseInt(text(mutant, "lineNumber")) - 1);
        String where = type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
        return new Survivor(where, inCell(line), text(mutant, "description").replaceAll("[a-z]+/(\\w+/)*", ""));
    }

    private static String inCell(String line) {
        return line.strip().replace("|", "\\|");
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }
}
