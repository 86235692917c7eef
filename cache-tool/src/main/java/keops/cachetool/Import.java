package keops.cachetool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import keops.cache.Imported;
import keops.console.ExitCode;
import keops.text.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Imports kernels from another machine. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Reads kernels from a file that export has written.",
            "The whole file is checked first, and refused if a name, a size or a checksum in it is wrong."
        })
final class Import extends CacheCommand {
    @Parameters(paramLabel = "FILE", description = "The file to read.")
    private Path file;

    private Import() {}

    @Override
    public Integer call() throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Imported imported = root().inventory().importFrom(file);
        print(Json.object("file", file.toString(), "added", imported.added(), "present", imported.present()),
                () -> out().println(file + ": " + Count.of(imported.added().size(), "kernel") + " added, "
                        + imported.present().size() + " there already"));
        return ExitCode.OK;
    }
}
