package keops.cachetool;

import static keops.cachetool.TextTable.Column.left;
import static keops.cachetool.TextTable.Column.right;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import keops.cache.ByteSize;
import keops.cache.Description;
import keops.cache.Entry;
import keops.cache.EntryFacts;
import keops.console.TimeSpan;
import keops.text.Count;

/** Entries as a table: a line for each, and a last line with their number and size. */
final class EntryTable {
    /** The digits of a shortened key, enough to be unique in a cache of any realistic size. */
    private static final int KEY_DIGITS = 12;

    private EntryTable() {}

    /** Prints the table without the last line; nothing if there are no entries. */
    static void print(PrintWriter out, boolean colour, List<Entry> entries, Instant now) {
        if (!entries.isEmpty()) {
            var table = new TextTable(left("KEY"), right("AGE"), right("USED"), right("SIZE"),
                    left("TARGET"), left("TYPE"), left("REDUCTION"), left("FORMULA"));
            entries.forEach(entry -> add(table, entry, now));
            table.print(out, colour);
        }
    }

    private static void add(TextTable table, Entry entry, Instant now) {
        String key = shortKey(entry.key());
        String used = ago(entry.lastUse(), now);
        String size = ByteSize.format(entry.bytes());
        switch (entry) {
            case Entry.Damaged damaged ->
                table.add(key, "?", used, size, "?", "?", "?", "(damaged: " + damaged.problem() + ")");
            case Entry.Kept(EntryFacts facts, _, _) -> table.add(
                    key, ago(facts.created(), now), used, size, facts.target(), facts.description().dtype(),
                    over(facts.description()), facts.description().formula());
        }
    }

    private static String over(Description what) {
        return what.reduction() + " over " + (what.axis() == 1 ? "j" : "i");
    }

    private static String ago(Instant instant, Instant now) {
        return TimeSpan.text(TimeSpan.between(instant, now));
    }

    /** A shortened key. */
    static String shortKey(String key) {
        return key.substring(0, Math.min(KEY_DIGITS, key.length()));
    }

    /** The last line: number and size, as in {@code 3 kernels, 54.3K}. */
    static String summary(List<Entry> entries) {
        return entries.isEmpty() ? "no kernels" : Count.of(entries.size(), "kernel") + ", "
                + ByteSize.format(entries.stream().mapToLong(Entry::bytes).sum());
    }
}
