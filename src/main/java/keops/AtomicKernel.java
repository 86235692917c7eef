package keops;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.error.FormulaException;
import keops.kernel.KernelName.NumberKind;

/**
 * The formulas of an atomic kernel, in which {@code {X}}, {@code {Y}} and {@code {G}} stand for its arguments, and
 * {@code {N}} for the number that its name may have after them.
 *
 * @param value the formula of its value
 * @param log the formula of the logarithm of its value, or null
 * @param isMetric whether the gamma is a scalar, a diagonal or a matrix that weights r²
 * @param number the kind of the number
 */
record AtomicKernel(String value, String log, boolean isMetric, NumberKind number) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}?|\\}");

    static AtomicKernel custom(String name, String value, String log) {
        check(name, Objects.requireNonNull(value, "value"));
        if (log != null) {
            check(name, log);
        }
        return new AtomicKernel(value, log, false, NumberKind.NONE);
    }

    private static void check(String name, String text) {
        Matcher braces = PLACEHOLDER.matcher(text);
        while (braces.find()) {
            if (!braces.group().matches("\\{[XYG]\\}")) {
                throw new FormulaException("the formula of the kernel '" + name
                        + "' may have {X}, {Y} and {G} in braces, but has '" + braces.group() + "' at column "
                        + (braces.start() + 1) + ": " + text);
            }
        }
    }

    /** Whether it has a gamma. */
    boolean takesGamma() {
        return value.contains("{G}") || log != null && log.contains("{G}");
    }

    /** A formula with the names of its arguments in place. */
    static String filled(String text, String x, String y, String g, String number) {
        return text.replace("{X}", x).replace("{Y}", y).replace("{G}", g).replace("{N}", number);
    }
}
