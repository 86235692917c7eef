package keops.console;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Converts integers such as {@code 100000}, {@code 1_000_000}, {@code 1e5}, {@code 100k}, {@code 1.5M}. */
final class WholeNumber {
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?\\d+(?:_\\d+)*(?:\\.\\d+)?)(?:[eE]\\+?(\\d{1,2})|([kKMG]))?");
    private static final Map<String, Integer> ZEROS = Map.of("k", 3, "K", 3, "M", 6, "G", 9);

    private WholeNumber() {}

    static long toLong(String text) {
        return parse(text, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    static int toInt(String text) {
        return parse(text, BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    private static BigInteger parse(String text, BigInteger least, BigInteger most) {
        Matcher number = NUMBER.matcher(text.strip());
        if (!number.matches()) {
            throw new TypeConversionException("expected a whole number, as in 100000, 1_000_000, 1e5, 100k or 2M, but '"
                    + text + "' came");
        }
        int zeros = number.group(2) != null ? Integer.parseInt(number.group(2))
                : number.group(3) != null ? ZEROS.get(number.group(3)) : 0;
        BigDecimal value = new BigDecimal(number.group(1).replace("_", "")).scaleByPowerOfTen(zeros)
                .stripTrailingZeros();
        if (value.scale() > 0) {
            throw new TypeConversionException("expected a whole number, but '" + text + "' came");
        }
        BigInteger whole = value.toBigInteger();
        if (whole.compareTo(least) < 0 || whole.compareTo(most) > 0) {
            throw new TypeConversionException("expected a number from " + least + " to " + most + ", but '" + text
                    + "' came");
        }
        return whole;
    }
}
