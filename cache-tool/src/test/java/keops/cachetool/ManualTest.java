package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import keops.console.Terminals;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** The manual pages say what the command says. */
class ManualTest {
    private static final Path FOLDER = Cli.root().resolve("docs/man");

    /** The sources of the pages by the names of their files, as picocli writes them. */
    private static Map<String, String> sources() {
        var sources = new TreeMap<String, String>();
        CommandSpec root = KeopsCache.description(Cli.session(Terminals.NONE, ""));
        add(sources, root);
        root.subcommands().values().stream().map(CommandLine::getCommandSpec).forEach(spec -> add(sources, spec));
        return sources;
    }

    private static void add(Map<String, String> sources, CommandSpec spec) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        ManPageGenerator.writeSingleManPage(out, spec);
        out.flush();
        // The version names the JDK, too: pages are the same on every machine.
        String lines = text.toString().replace(System.lineSeparator(), "\n")
                .replaceAll("(?m)^:(revnumber|mansource): .*$", ":$1: ").stripTrailing() + "\n";
        sources.put(spec.qualifiedName("-") + ".adoc", lines);
    }

    @Test
    void theSourcesOfThePagesAreCurrent() throws IOException {
        for (var source : sources().entrySet()) {
            Path file = FOLDER.resolve(source.getKey());
            if (Boolean.getBoolean("keops.updateDocs")) {
                Files.writeString(file, source.getValue());
            }
            assertEquals(source.getValue(), Files.readString(file),
                    file + " is old: docs/man/regenerate.sh writes it again");
        }
    }

    @Test
    void thePagesAreMadeOfTheseSources() throws IOException {
        var marks = new StringBuilder();
        for (String name : sources().keySet()) {
            for (String file : List.of(name, name.replace(".adoc", ".1"))) {
                marks.append(sha256(FOLDER.resolve(file))).append("  ").append(file).append('\n');
            }
        }
        assertEquals(Files.readString(FOLDER.resolve("GENERATED.sha256")), marks.toString(),
                "the pages were not made of these sources: docs/man/regenerate.sh makes them again");
        try (Stream<Path> all = Files.list(FOLDER)) {
            assertEquals(2L * sources().size() + 2, all.count());
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
