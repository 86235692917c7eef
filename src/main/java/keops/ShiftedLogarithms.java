package keops;

import java.lang.foreign.Arena;
import java.util.function.Supplier;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Logarithms L of exponential sums as two numbers of the compute type each, {@code L = shift + rest}, so that e^(F - L) is
 * as accurate as F however large L is. The logarithms of a row share the shift, which lies in the middle of them, so that
 * neither the exponentials relative to it nor the factors {@code e^-rest} overflow or vanish.
 *
 * @param shift one number for each row
 * @param rest as many numbers for each row as it has logarithms
 */
record ShiftedLogarithms(Tensor shift, Tensor rest) {
    /** The two parts of logarithms of weighted sums, in float64; rows whose sum is 0 have weights e^(F - L) of 0. */
    static ShiftedLogarithms of(Arena arena, Tensor logarithms, DType compute) {
        return split(arena, logarithms, compute, false, null);
    }

    /**
     * The two parts of logarithms of sums without weights: no exponent is above the shift, but for infinite ones, which
     * share the weight of their row.
     *
     * @param isWide whether the exponents have more digits than the compute type; else the nearest number to a logarithm is
     *     not below them, as they are such numbers themselves
     * @param infinities gives for each row the number of exponents that are +inf
     */
    static ShiftedLogarithms ofBareSums(
            Arena arena, Tensor logarithms, DType compute, boolean isWide, Supplier<Tensor> infinities) {
        return split(arena, logarithms, compute, isWide, infinities);
    }

    private static ShiftedLogarithms split(
            Arena arena, Tensor logarithms, DType compute, boolean roundsUp, Supplier<Tensor> infinities) {
        int width = Math.toIntExact(logarithms.size(logarithms.rank() - 1));
        Tensor shift = Tensor.allocate(arena, DType.FLOAT64, withWidth(logarithms, 1));
        Tensor rest = Tensor.allocate(arena, DType.FLOAT64, logarithms.shape());
        Tensor counts = null;
        for (long row = 0; row < shift.count(); row++) {
            double c = width == 1
                    ? shift(logarithms.doubleAt(row), infinities != null, roundsUp, compute)
                    : middle(logarithms, row, width, compute);
            shift.setDoubleAt(row, c);
            for (int k = 0; k < width; k++) {
                double logarithm = logarithms.doubleAt(row * width + k);
                if (width == 1 && infinities != null && logarithm == Double.POSITIVE_INFINITY) {
                    counts = counts == null ? infinities.get() : counts;
                    rest.setDoubleAt(row, Math.log(counts.doubleAt(row)));
                } else if (Double.isInfinite(logarithm)) {
                    rest.setDoubleAt(row * width + k, width == 1 ? 0 : Double.POSITIVE_INFINITY);
                } else {
                    rest.setDoubleAt(row * width + k, logarithm - c);
                }
            }
        }
        return new ShiftedLogarithms(shift, rest);
    }

    private static double largest(DType compute) {
        return compute == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    }

    private static double rounded(double value, DType compute) {
        return compute == DType.FLOAT64 ? value : (float) value;
    }

    /** The shift for one logarithm: +inf makes all weights 0, the largest number those of finite exponents. */
    private static double shift(double logarithm, boolean isBare, boolean roundsUp, DType compute) {
        if (logarithm == Double.NEGATIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        } else if (logarithm == Double.POSITIVE_INFINITY) {
            return isBare ? largest(compute) : logarithm;
        }
        double nearest = rounded(logarithm, compute);
        double above = nearest < logarithm && roundsUp ? Math.nextUp((float) nearest) : nearest;
        return Double.isNaN(above) ? above : Math.clamp(above, -largest(compute), largest(compute));
    }

    /** The whole number in the middle of the finite logarithms of a row; +inf where there is none. */
    private static double middle(Tensor logarithms, long row, int width, DType compute) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (long k = row * width; k < (row + 1) * width; k++) {
            double logarithm = logarithms.doubleAt(k);
            if (Double.isFinite(logarithm)) {
                least = Math.min(least, logarithm);
                largest = Math.max(largest, logarithm);
            }
        }
        return least > largest
                ? Double.POSITIVE_INFINITY
                : rounded(Math.floor(0.5 * least + 0.5 * largest), compute);
    }

    /**
     * The logarithms of sums, in float64.
     *
     * @param sums for each row the largest exponent, and sums relative to it
     * @param count the number of sums, the first ones, that are wanted
     */
    static Tensor ofSums(Arena arena, Tensor sums, int count) {
        long width = sums.size(sums.rank() - 1);
        Tensor logarithms = Tensor.allocate(arena, DType.FLOAT64, withWidth(sums, count));
        for (long k = 0; k < logarithms.count(); k++) {
            long from = k / count * width;
            logarithms.setDoubleAt(k, sums.doubleAt(from) + Math.log(sums.doubleAt(from + 1 + k % count)));
        }
        return logarithms;
    }

    /** The largest exponents of rows as shifts: where there is no exponent above -inf, +inf makes all weights 0. */
    static Tensor neverSmallest(Arena arena, Tensor exponents) {
        return Home.of(exponents).bring(arena, there -> {
            Tensor raised = exponents.toHost(there);
            for (long k = 0; k < raised.count(); k++) {
                if (raised.doubleAt(k) == Double.NEGATIVE_INFINITY) {
                    raised.setDoubleAt(k, Double.POSITIVE_INFINITY);
                }
            }
            return raised;
        });
    }

    private static long[] withWidth(Tensor tensor, int width) {
        long[] shape = tensor.shape();
        shape[shape.length - 1] = width;
        return shape;
    }
}
