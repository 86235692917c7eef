package keops.cachetool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keops.cache.Entry;
import keops.cache.Inventory;
import keops.console.ExitCode;
import keops.cuda.CudaCompiler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes kernels that are no longer needed. */
@Command(
        name = "prune",
        sortOptions = false,
        description = {
            "Deletes kernels. They are compiled again when they are next needed.",
            "It deletes the kernels that meet all of the conditions --formula, --arch, --older-than and --unused-for, "
                    + "and those that --max-size, --stale and --all select."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "What would be deleted to keep only kernels used within the last month, at most half a gigabyte:",
            "",
            "  keops-cache prune --unused-for 30d --max-size 500M --dry-run"
        })
final class Prune extends CacheCommand {
    /** The number of entries from which the user is asked. */
    private static final int SCREENFUL = 24;

    @Mixin
    private Filter filter;

    @Option(names = "--max-size", paramLabel = "SIZE", converter = ByteSizeType.class,
            description = "Delete the least recently used kernels until the others take at most this, as in 500M.")
    private Long maxSize;

    @Option(names = "--stale",
            description = "Delete kernels of other versions of NVRTC than the one on this machine, and the folders of "
                    + "other versions of this library.")
    private boolean isStale;

    @Option(names = "--all", description = "Delete all kernels.")
    private boolean isAll;

    @Option(names = "--dry-run", description = "Only show what would be deleted.")
    private boolean isDryRun;

    @Option(names = "--yes",
            description = "Do not ask for confirmation, which is otherwise needed to delete more than " + SCREENFUL
                    + " kernels.")
    private boolean isConfirmed;

    private Prune() {}

    @Override
    public Integer call() throws IOException {
        if (!filter.isSet() && maxSize == null && !isStale && !isAll) {
            throw badUse("what should go? Name conditions, or --max-size, --stale or --all");
        }
        Inventory inventory = root().inventory();
        List<Entry> chosen = chosen(inventory.entries());
        List<Path> versions = isStale ? inventory.otherVersions() : List.of();
        if (!isDryRun && !isAgreed(chosen)) {
            tell("nothing was deleted");
            return ExitCode.NOT_CONFIRMED;
        }
        if (!isDryRun) {
            chosen.forEach(entry -> inventory.delete(entry.key()));
            versions.forEach(inventory::deleteOtherVersion);
        }
        report(chosen, versions);
        return ExitCode.OK;
    }

    /** The entries to delete, the least recently used first. */
    private List<Entry> chosen(List<Entry> entries) {
        Instant now = now();
        List<Entry> oldestFirst = entries.stream()
                .sorted(Comparator.comparing(Entry::lastUse).thenComparing(Entry::key))
                .toList();
        Set<Entry> chosen = new LinkedHashSet<>();
        oldestFirst.stream()
                .filter(entry -> isAll || (filter.isSet() && filter.accepts(entry, now)) || (isStale && isStale(entry)))
                .forEach(chosen::add);
        if (maxSize != null) {
            long left = bytes(entries) - bytes(chosen);
            for (Entry entry : oldestFirst) {
                if (left > maxSize && chosen.add(entry)) {
                    left -= entry.bytes();
                }
            }
        }
        return List.copyOf(chosen);
    }

    /** Whether another version of the compiler made it, so that the present one does not find it. */
    private static boolean isStale(Entry entry) {
        return entry instanceof Entry.Kept kept
                && CudaCompiler.isAvailable()
                && !kept.facts().compiler().equals(CudaCompiler.version());
    }

    private static long bytes(Collection<Entry> entries) {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    /** Asks for confirmation if there is much to delete and a user at a terminal. */
    private boolean isAgreed(List<Entry> chosen) throws IOException {
        if (isConfirmed || chosen.size() <= SCREENFUL) {
            return true;
        }
        if (!terminals().in()) {
            tell("this would delete " + EntryTable.summary(chosen)
                    + ", and there is no terminal to ask at; --yes deletes them, --dry-run shows them");
            return false;
        }
        err().print("Delete " + EntryTable.summary(chosen) + "? [y/N] ");
        err().flush();
        String answer = root().session().in().readLine();
        return answer != null && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }

    private void report(List<Entry> chosen, List<Path> versions) {
        var json = Json.object(
                "dryRun", isDryRun,
                "keys", chosen.stream().map(Entry::key).toList(),
                "bytes", bytes(chosen),
                "otherVersions", versions.stream().map(Path::toString).toList());
        print(json, () -> {
            if (isDryRun) {
                EntryTable.print(out(), terminals().colour(), chosen, now());
            }
            String done = isDryRun ? "would be deleted" : "deleted";
            versions.forEach(version -> out().println(version + ": " + done));
            out().println(EntryTable.summary(chosen) + " " + done);
        });
    }
}
