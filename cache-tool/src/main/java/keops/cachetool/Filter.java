package keops.cachetool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import keops.cache.Entry;
import keops.console.TimeSpan;
import picocli.CommandLine.Option;

/**
 * A filter of entries: those that meet all conditions. Of a damaged entry only the last use is known; it meets no other
 * condition.
 */
final class Filter {
    @Option(names = "--formula", paramLabel = "TEXT",
            description = "Only kernels whose formula contains this text; spaces and case are ignored.")
    private String formula;

    @Option(names = "--arch", paramLabel = "ARCH", split = ",", converter = Architecture.Type.class,
            description = "Only kernels for these architectures, as in sm_80,sm_90.")
    private List<Architecture> targets = List.of();

    @Option(names = "--older-than", paramLabel = "TIME", converter = TimeSpan.class,
            description = "Only kernels that were compiled longer ago than this, as in 30d; the units are s, m, h, d "
                    + "and w.")
    private Duration olderThan;

    @Option(names = "--unused-for", paramLabel = "TIME", converter = TimeSpan.class,
            description = "Only kernels that were last used longer ago than this, as in 12h.")
    private Duration unusedFor;

    /** Whether there is any condition. */
    boolean isSet() {
        return formula != null || !targets.isEmpty() || olderThan != null || unusedFor != null;
    }

    /** Whether an entry meets all conditions. */
    boolean accepts(Entry entry, Instant now) {
        boolean isUnused = unusedFor == null || isBefore(entry.lastUse(), now, unusedFor);
        return isUnused && switch (entry) {
            case Entry.Damaged _ -> formula == null && targets.isEmpty() && olderThan == null;
            case Entry.Kept kept ->
                (formula == null || plain(kept.facts().description().formula()).contains(plain(formula)))
                        && (targets.isEmpty() || targets.contains(new Architecture(kept.facts().architecture())))
                        && (olderThan == null || isBefore(kept.facts().created(), now, olderThan));
        };
    }

    private static boolean isBefore(Instant instant, Instant now, Duration span) {
        return TimeSpan.between(instant, now).compareTo(span) > 0;
    }

    private static String plain(String text) {
        return text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
