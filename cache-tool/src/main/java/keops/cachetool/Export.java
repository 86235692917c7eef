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
            "Writes kernels to one file, which import reads on a machine without NVRTC.",
            "Without conditions, it writes all undamaged kernels. An existing file is replaced."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "The kernels for one architecture, and how another machine gets them:",
            "",
            "  keops-cache export warm.zip --arch sm_90",
            "  keops-cache import warm.zip"
        })
final class Export extends CacheCommand {
    @Parameters(paramLabel = "FILE", description = "The file to write; it is written atomically.")
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
