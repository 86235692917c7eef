package keops.cache;

import java.util.Arrays;
import java.util.Comparator;

/** The order of versions, compared number by number: 12.9 is before 12.10. */
final class CompilerVersions {
    static final Comparator<String> ASCENDING =
            Comparator.comparing(CompilerVersions::numbers, Arrays::compare).thenComparing(Comparator.naturalOrder());

    private CompilerVersions() {}

    private static long[] numbers(String version) {
        return Arrays.stream(version.split("\\D+"))
                .filter(digits -> !digits.isEmpty() && digits.length() <= 18)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
