package keops.cachetool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keops.cache.Entry;
import keops.cache.Inventory;
import keops.console.ExitCode;
import keops.text.Count;
import keops.text.SourceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies that no kernel is damaged. */
@Command(
        name = "verify",
        sortOptions = false,
        description = "Compares all files of all kernels with their checksums.")
final class Verify extends CacheCommand {
    @Option(names = "--fix", description = "Delete damaged kernels. They are compiled again when they are next needed.")
    private boolean fixes;

    private Verify() {}

    @Override
    public Integer call() {
        Inventory inventory = root().inventory();
        List<Entry> entries = inventory.entries();
        var damaged = new ArrayList<Entry.Damaged>();
        try (var bar = progressBar()) {
            for (int k = 0; k < entries.size(); k++) {
                Optional<Entry> seen = inventory.verify(entries.get(k).key());
                if (seen.isPresent() && seen.get() instanceof Entry.Damaged found) {
                    damaged.add(found);
                }
                bar.show(k + 1L, entries.size());
            }
        }
        if (fixes) {
            damaged.forEach(entry -> inventory.delete(entry.key()));
        }
        print(json(entries.size(), damaged), () -> report(entries.size(), damaged));
        return damaged.isEmpty() || fixes ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private Map<String, Object> json(int checked, List<Entry.Damaged> damaged) {
        return Json.object("checked", checked, "deleted", fixes ? damaged.size() : 0,
                "damaged", damaged.stream().map(EntryJson::of).toList());
    }

    private void report(int checked, List<Entry.Damaged> damaged) {
        for (Entry.Damaged entry : damaged) {
            out().println(EntryTable.shortKey(entry.key()) + ": " + SourceText.printable(entry.problem())
                    + (fixes ? "; deleted" : ""));
        }
        out().println(Count.of(checked, "kernel") + ", "
                + (damaged.isEmpty() ? "none" : damaged.size()) + " damaged"
                + (damaged.isEmpty() || fixes ? "" : "; --fix deletes these"));
    }
}
