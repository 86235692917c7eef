package keops.cache;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.error.CacheException;

/**
 * Parses and formats sizes such as {@code 1048576}, {@code 500M}, {@code 1.5 GiB}; each unit is 1024 times the one
 * before. All methods may be called by many threads at once.
 */
public final class ByteSize {
    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String LETTERS = "KMGT";
    private static final int BITS = 10;

    private ByteSize() {}

    /**
     * Parses a size in bytes.
     *
     * @throws CacheException if the text is not a size
     */
    public static long parse(String text) {
        Objects.requireNonNull(text, "text");
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new CacheException("'" + text + "' is no size: write a number of bytes,"
                    + " or one with K, M, G or T, as in 500M");
        }
        int letter = matcher.group(2).isEmpty() ? 0 : 1 + LETTERS.indexOf(matcher.group(2).toUpperCase(Locale.ROOT));
        double bytes = Double.parseDouble(matcher.group(1)) * (1L << (BITS * letter));
        if (bytes > Long.MAX_VALUE / 2.0) {
            throw new CacheException("'" + text + "' is more than any disk holds");
        }
        return Math.round(bytes);
    }

    /** A size as readable text with three digits, as in {@code 1.27M}. */
    public static String format(long bytes) {
        int letter = 0;
        double value = bytes;
        while (value >= 1000 && letter < LETTERS.length()) {
            value /= 1 << BITS;
            letter++;
        }
        if (letter == 0) {
            return Long.toString(bytes);
        }
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f%c", value, LETTERS.charAt(letter - 1));
    }
}
