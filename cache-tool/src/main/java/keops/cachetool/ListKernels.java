package keops.cachetool;

import java.time.Instant;
import java.util.List;
import keops.cache.Entry;
import keops.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the kernels in the cache. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Lists the stored kernels.",
            "AGE is the time since a kernel was compiled, USED the time since it was last used, to the hour."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "Kernels that were not used for a month, the largest first:",
            "",
            "  keops-cache list --unused-for 30d --sort size"
        })
final class ListKernels extends CacheCommand {
    @Option(names = "--sort", paramLabel = "ORDER", defaultValue = "used",
            converter = Order.Type.class, completionCandidates = Order.Type.class,
            description = "The order: age or used, the latest first; size, the largest first; formula; or arch "
                    + "(default: ${DEFAULT-VALUE}).")
    private Order order;

    @Option(names = "--reverse", description = "Reverse the order.")
    private boolean isReversed;

    @Mixin
    private Filter filter;

    @Option(names = "--larger-than", paramLabel = "SIZE", converter = ByteSizeType.class,
            description = "Only kernels that take more than this on disk, as in 100K.")
    private long largerThan = -1;

    private ListKernels() {}

    @Override
    public Integer call() {
        Instant now = now();
        List<Entry> entries = root().inventory().entries().stream()
                .filter(entry -> filter.accepts(entry, now) && entry.bytes() > largerThan)
                .sorted(isReversed ? order.comparator().reversed() : order.comparator())
                .toList();
        print(entries.stream().map(EntryJson::of).toList(), () -> {
            EntryTable.print(out(), terminals().colour(), entries, now);
            out().println(EntryTable.summary(entries));
        });
        return ExitCode.OK;
    }
}
