package keops.cachetool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import keops.cache.ByteSize;
import keops.cache.Entry;
import keops.cache.Inventory;
import keops.console.ExitCode;
import keops.error.CacheException;
import keops.text.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Exports kernels for another machine. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Writes kernels into one file, to take them to machines without NVRTC.",
            "Without conditions it takes all that are not damaged. A file that is there is replaced."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "Kernels for one kind of GPU, and how the other machine takes them:",
            "",
            "  keops-cache export warm.zip --arch sm_90",
            "  keops-cache import warm.zip"
        })
final class Export extends CacheCommand {
    @Parameters(paramLabel = "FILE", description = "The file that is written, all at once or not at all.")
    private Path file;

    @Mixin
    private Filter filter;

    private Export() {}

    @Override
    public Integer call() throws IOException {
        Instant now = now();
        Inventory inventory = root().inventory();
        List<String> keys = inventory.entries().stream()
                .filter(entry -> entry instanceof Entry.Kept && filter.accepts(entry, now))
                .map(Entry::key)
                .toList();
        if (keys.isEmpty()) {
            throw new CacheException("there is no such kernel to export; 'keops-cache list' shows all");
        }
        inventory.exportTo(file, keys);
        long bytes = Files.size(file);
        print(Json.object("file", file.toString(), "bytes", bytes, "keys", keys), () -> out().println(
                file + ": " + Count.of(keys.size(), "kernel") + ", " + ByteSize.format(bytes)));
        return ExitCode.OK;
    }
}
