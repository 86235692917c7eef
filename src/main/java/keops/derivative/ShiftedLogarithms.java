package keops.derivative;

import java.lang.foreign.Arena;
import java.util.function.Supplier;
import keops.call.Home;
import keops.plan.CurrentWatch;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Logarithms L of exponential sums as two numbers each, {@code L = shift + rest}, so that e^(F - L) is as accurate as F
 * however large L is. The logarithms of a row share the shift; where the exponents are a vector, each of its components
 * is what is called a row here. For derivatives it lies in the middle of them, so that neither the exponentials
 * relative to it nor the factors {@code e^-rest} overflow or vanish, and is a number of the type that is computed in.
 * Tensors are in float64, on the host.
 *
 * @param shift one number for each row, or for each component
 * @param rest as many numbers for each row as it has logarithms
 */
record ShiftedLogarithms(Tensor shift, Tensor rest) {
    /** Logarithms that are given as they are. */
    static ShiftedLogarithms of(Arena arena, Tensor logarithms) {
        return new ShiftedLogarithms(Tensor.allocate(arena, DType.FLOAT64, withWidth(logarithms, 1)), logarithms);
    }

    /** A logarithm. */
    double value(long k) {
        return shift.doubleAt(k / width()) + rest.doubleAt(k);
    }

    /** How many logarithms share a shift. */
    private int width() {
        return Math.toIntExact(rest.size(rest.rank() - 1) / shift.size(shift.rank() - 1));
    }

    /** The logarithms, rounded. */
    Tensor values(Arena arena) {
        Tensor values = Tensor.allocate(arena, DType.FLOAT64, rest.shape());
        for (long k = 0; k < values.count(); k++) {
            CurrentWatch.checkAt(k);
            values.setDoubleAt(k, value(k));
        }
        return values;
    }

    /**
     * The logarithms of weighted sums with a shift of the compute type near them; rows whose sum is 0 have weights
     * e^(F - L) of 0.
     */
    ShiftedLogarithms near(Arena arena, DType compute) {
        return near(arena, compute, false, null);
    }

    /**
     * The same for sums without weights: no exponent is above the shift, but for infinite ones, which share the weight
     * of their row.
     *
     * @param isWide whether the exponents have more digits than the compute type; else the nearest number to a
     *     logarithm is not below them, as they are such numbers themselves
     * @param infinities gives for each row the number of exponents that are +inf
     */
    ShiftedLogarithms notBelowExponents(
            Arena arena, DType compute, boolean isWide, Supplier<Tensor> infinities) {
        return near(arena, compute, isWide, infinities);
    }

    private ShiftedLogarithms near(Arena arena, DType compute, boolean roundsUp, Supplier<Tensor> infinities) {
        int width = width();
        Tensor nearShift = Tensor.allocate(arena, DType.FLOAT64, shift.shape());
        Tensor nearRest = Tensor.allocate(arena, DType.FLOAT64, rest.shape());
        Tensor counts = null;
        for (long row = 0; row < shift.count(); row++) {
            CurrentWatch.checkAt(row);
            double c = width == 1
                    ? shift(value(row), infinities != null, roundsUp, compute)
                    : middle(row, width, compute);
            nearShift.setDoubleAt(row, c);
            for (long k = row * width; k < (row + 1) * width; k++) {
                double logarithm = value(k);
                if (width == 1 && infinities != null && logarithm == Double.POSITIVE_INFINITY) {
                    counts = counts == null ? infinities.get() : counts;
                    nearRest.setDoubleAt(row, Math.log(counts.doubleAt(row)));
                } else if (Double.isInfinite(logarithm)) {
                    nearRest.setDoubleAt(k, width == 1 ? 0 : Double.POSITIVE_INFINITY);
                } else {
                    nearRest.setDoubleAt(k, shift.doubleAt(row) - c + rest.doubleAt(k));
                }
            }
        }
        return new ShiftedLogarithms(nearShift, nearRest);
    }

    /** The largest number of a type that is computed in. */
    static double largest(DType compute) {
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
    private double middle(long row, int width, DType compute) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (long k = row * width; k < (row + 1) * width; k++) {
            double logarithm = value(k);
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
     * The logarithms of sums.
     *
     * @param sums for each row the largest exponent, and sums relative to it
     * @param count the number of sums, the first ones, that are wanted
     */
    static ShiftedLogarithms ofSums(Arena arena, Tensor sums, int count) {
        long width = sums.size(sums.rank() - 1);
        Tensor shift = Tensor.allocate(arena, DType.FLOAT64, withWidth(sums, 1));
        Tensor rest = Tensor.allocate(arena, DType.FLOAT64, withWidth(sums, count));
        for (long row = 0; row < shift.count(); row++) {
            CurrentWatch.checkAt(row);
            double largest = sums.doubleAt(row * width);
            shift.setDoubleAt(row, Double.isInfinite(largest) ? 0 : largest);
            for (int k = 0; k < count; k++) {
                rest.setDoubleAt(row * count + k, Math.log(sums.doubleAt(row * width + 1 + k)));
            }
        }
        return new ShiftedLogarithms(shift, rest);
    }

    /** The largest exponents of rows as shifts: where there is no exponent above -inf, +inf makes all weights 0. */
    static Tensor neverSmallest(Arena arena, Tensor exponents) {
        return Home.of(exponents).bring(arena, there -> {
            Tensor raised = exponents.toHost(there);
            for (long k = 0; k < raised.count(); k++) {
                CurrentWatch.checkAt(k);
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
