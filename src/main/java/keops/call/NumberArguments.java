package keops.call;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Numbers that are given as arguments. Whole ones have to be held exactly by the type that is computed in, as
 * {@linkplain WholeArguments arrays of integers} have; others are rounded, and have to be within its range.
 */
public final class NumberArguments {
    private NumberArguments() {}

    /**
     * A number as a tensor of shape (1).
     *
     * @param what what it is to the user; it begins messages
     * @throws FormulaException if the type does not hold it
     */
    static Tensor tensor(String what, DType dtype, Number number) {
        double value = value(what, number);
        double rounded = dtype == DType.FLOAT32 ? (float) value : value;
        if (isWhole(number) && rounded != value) {
            throw inexact(what, number, dtype);
        }
        if (Double.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw beyondRange(what, number, dtype);
        }
        return Tensor.vector(dtype, value);
    }

    /**
     * A number in float64.
     *
     * @param what what it is to the user; it begins messages
     * @throws FormulaException if it is a whole number that float64 does not hold, or beyond the range
     */
    public static double value(String what, Number number) {
        double value = number.doubleValue();
        if (isWhole(number) && (Double.isInfinite(value)
                || new BigDecimal(value).compareTo(new BigDecimal(number.toString())) != 0)) {
            throw inexact(what, number, DType.FLOAT64);
        }
        if (Double.isInfinite(value) && !(number instanceof Double) && !(number instanceof Float)) {
            throw beyondRange(what, number, DType.FLOAT64);
        }
        return value;
    }

    private static boolean isWhole(Number number) {
        return switch (number) {
            case Byte _, Short _, Integer _, Long _, AtomicInteger _, AtomicLong _, BigInteger _ -> true;
            default -> false;
        };
    }

    private static FormulaException inexact(String what, Number number, DType dtype) {
        return new FormulaException(what + " is the number " + shortened(number) + ", which " + dtype
                + " does not hold exactly: whole numbers are computed in the type of the other arguments, which holds"
                + " those up to 2^" + (dtype == DType.FLOAT32
                        ? "24; use float64 for these, or give a double, which is rounded"
                        : "53; give a double, which is rounded"));
    }

    private static FormulaException beyondRange(String what, Number number, DType dtype) {
        return new FormulaException(
                what + " is the number " + shortened(number) + ", which is beyond the range of " + dtype);
    }

    private static String shortened(Number number) {
        String text = number.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
