package keops.cachetool;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import keops.cache.Entry;
import keops.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is in the cache. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists the kernels that are kept.",
        footer = {
            "",
            "AGE is how long ago a kernel was compiled, USED how long ago it was last used, to the hour.",
            "",
            "Example: what nobody has used for a month, largest first.",
            "  keops-cache list --unused-for 30d --sort size"
        })
final class ListKernels extends CacheCommand {
    /** What the lines are sorted by. */
    enum Order {
        /** The latest first. */
        AGE,
        /** The largest first. */
        SIZE,
        /** The last used first. */
        USED,
        /** By the text. */
        FORMULA,
        /** The oldest architecture first. */
        ARCH;

        Comparator<Entry> comparator() {
            return switch (this) {
                case AGE -> Comparator.comparing(ListKernels::created).reversed();
                case SIZE -> Comparator.comparingLong(Entry::bytes).reversed();
                case USED -> Comparator.comparing(Entry::lastUse).reversed();
                case FORMULA -> Comparator.comparing(ListKernels::formula);
                case ARCH -> Comparator.comparingInt(ListKernels::architecture);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--sort", paramLabel = "ORDER", defaultValue = "used",
            description = {
                "age, used (the latest first), size (the largest first), formula or arch",
                "(default: ${DEFAULT-VALUE})."
            })
    private Order order;

    @Option(names = "--reverse", description = "The other way round.")
    private boolean isReversed;

    @Mixin
    private Filter filter;

    @Option(names = "--larger-than", paramLabel = "SIZE", converter = ByteSizeType.class,
            description = "Kernels that take more than this on disk, as in 100K.")
    private long largerThan = -1;

    private ListKernels() {}

    @Override
    public Integer call() {
        Instant now = now();
        Comparator<Entry> comparator = order.comparator().thenComparing(Entry::key);
        List<Entry> entries = root().inventory().entries().stream()
                .filter(entry -> filter.accepts(entry, now) && entry.bytes() > largerThan)
                .sorted(isReversed ? comparator.reversed() : comparator)
                .toList();
        print(entries.stream().map(EntryJson::of).toList(),
                () -> EntryTable.print(out(), terminals().colour(), entries, now));
        return ExitCode.OK;
    }

    /** Damaged entries come last in every order. */
    private static Instant created(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().created() : Instant.MIN;
    }

    private static String formula(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().description().formula() : "\uffff";
    }

    private static int architecture(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().architecture() : Integer.MAX_VALUE;
    }
}
