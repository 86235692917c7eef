package keops.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The suggestion "did you mean": the known names closest to a misspelt one. Thread-safe. */
public final class Suggestion {
    /** The most names that are suggested. */
    private static final int MOST = 3;

    private Suggestion() {}

    /**
     * {@code " (did you mean 'SqDist'?)"}, with two or three names if they are equally close; empty if none is close.
     */
    public static String of(String wrong, Collection<String> known) {
        if (wrong.length() > 40) {
            return "";
        }
        // A single letter is close only to its other case.
        int tolerance = wrong.length() == 1 ? 0 : Math.max(1, wrong.length() / 3);
        int nearest = known.stream().mapToInt(name -> distance(wrong, name)).min().orElse(Integer.MAX_VALUE);
        if (nearest > tolerance) {
            return "";
        }
        List<String> near = known.stream()
                .filter(name -> distance(wrong, name) == nearest)
                .sorted()
                .limit(MOST)
                .map(name -> "'" + name + "'")
                .toList();
        String last = near.getLast();
        return " (did you mean " + (near.size() == 1
                ? last
                : String.join(", ", near.subList(0, near.size() - 1)) + " or " + last) + "?)";
    }

    /** The Damerau-Levenshtein distance, ignoring case. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
