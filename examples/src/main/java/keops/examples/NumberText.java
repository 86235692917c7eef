package keops.examples;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import keops.tensor.Tensor;

/** Conversion between elements of tensors and text, without loss. */
final class NumberText {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final int LONGEST = 40;

    private NumberText() {}

    /** The shortest decimal number that rounds to this element of its type; NaN, Infinity and -Infinity by name. */
    static String of(Tensor tensor, long element) {
        return switch (tensor.dtype()) {
            case FLOAT16, BFLOAT16, FLOAT32 -> Float.toString((float) tensor.doubleAt(element));
            case FLOAT64 -> Double.toString(tensor.doubleAt(element));
            case INT32, INT64 -> Long.toString(tensor.longAt(element));
        };
    }

    /** Whether a text is a decimal number, perhaps out of the range of any type. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Parses a decimal number, or one of the usual names of NaN and infinities; else empty. */
    static OptionalDouble parse(String text) {
        if (!text.chars().allMatch(NumberText::isOfNumber)) {
            return named(text);
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A text of a file, shortened for a message. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** Whether a character may be part of a number; Java itself accepts more, as in {@code 1d} and {@code 0x1p3}. */
    private static boolean isOfNumber(int c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    private static OptionalDouble named(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> OptionalDouble.empty();
        };
    }
}
