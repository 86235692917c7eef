package keops.bindings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Orders files by the numbers in their names, highest first: {@code cuda-13.0} before {@code cuda-12.8} before
 * {@code cuda-9.2}. Of two names where one goes on after the other ends, the shorter comes first, which is the soname
 * ({@code libnvrtc.so.13} before {@code libnvrtc.so.13.0.88}); a name without numbers comes last.
 */
final class NewestFirst {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static final Comparator<Path> ORDER =
            Comparator.comparing(NewestFirst::numbers, NewestFirst::compare).thenComparing(Comparator.naturalOrder());

    private NewestFirst() {}

    private static int[] numbers(Path file) {
        return NUMBER.matcher(file.getFileName().toString())
                .results()
                .map(MatchResult::group)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static int compare(int[] one, int[] other) {
        int differs = Arrays.mismatch(one, other);
        if (differs >= 0 && differs < Math.min(one.length, other.length)) {
            return Integer.compare(other[differs], one[differs]);
        }
        if (one.length == 0 || other.length == 0) {
            return Integer.compare(other.length, one.length);
        }
        return Integer.compare(one.length, other.length);
    }
}
