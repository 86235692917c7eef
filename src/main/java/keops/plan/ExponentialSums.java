package keops.plan;

import java.util.Arrays;
import java.util.List;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * Sums of weighted exponentials {@code sum_j w_j exp(f_j)}, kept as {@code exp(shift) sum} with a shift that follows
 * the largest exponent, so that nothing overflows that need not. -inf exponents are neutral wherever they stand; a +inf
 * or NaN makes the sums infinite or NaN.
 */
public final class ExponentialSums implements Accumulator {
    private final Reduction.Exponential kind;
    private final int weights;
    private final double[] largest;
    private final double[] sums;

    ExponentialSums(Reduction.Exponential kind, int weights, int rows) {
        this.kind = kind;
        this.weights = weights;
        this.largest = new double[rows];
        this.sums = new double[rows * weights];
        Arrays.fill(largest, kind.neutral());
    }

    /** The shift to use for exponents of which the largest is given: that itself, or 0 where it is infinite. */
    public static double shift(double largestExponent) {
        return Double.isInfinite(largestExponent) ? 0 : largestExponent;
    }

    /** The shift that the sums of a row are relative to. */
    public double shift(int row) {
        return shift(largest[row]);
    }

    /**
     * Makes the sums of a row relative to a larger exponent, if it is larger than all before.
     *
     * @return whether the shift of the row changed
     */
    public boolean raise(int row, double exponent) {
        double before = largest[row];
        if (!(exponent > before)) {
            return false;
        }
        largest[row] = exponent;
        if (before != Double.NEGATIVE_INFINITY) {
            double factor = Math.min(Math.exp(shift(before) - shift(exponent)), Double.MAX_VALUE);
            for (int at = row * weights; at < (row + 1) * weights; at++) {
                sums[at] = scaled(sums[at], factor);
            }
        }
        return true;
    }

    /**
     * Adds sums that were taken relative to the shifts of their rows.
     *
     * @param firstRow the first row
     * @param blockSums the sums: sum after sum, each for all rows
     * @param rows the number of rows
     */
    public void add(int firstRow, double[] blockSums, int rows) {
        for (int k = 0; k < weights; k++) {
            for (int i = 0; i < rows; i++) {
                sums[(firstRow + i) * weights + k] += blockSums[k * rows + i];
            }
        }
    }

    /**
     * Adds the sums of a row that were taken relative to {@code shift(blockLargest)}; -inf where there are no terms.
     */
    private void merge(int row, double blockLargest, double[] blockSums, int from) {
        raise(row, blockLargest);
        double factor = blockLargest == largest[row] || blockLargest == Double.NEGATIVE_INFINITY
                ? 1
                : Math.exp(shift(blockLargest) - shift(row));
        for (int k = 0; k < weights; k++) {
            sums[row * weights + k] += scaled(blockSums[from + k], factor);
        }
    }

    /** A sum times a positive factor that may have underflowed to 0: infinities and NaN stay what they are. */
    private static double scaled(double sum, double factor) {
        return Double.isFinite(sum) ? sum * factor : sum;
    }

    /** Merges the sums of other columns. */
    public void merge(ExponentialSums other) {
        for (int row = 0; row < largest.length; row++) {
            merge(row, other.largest[row], other.sums, row * weights);
        }
    }

    /** The sums of rows that stood in groups, each with some of the columns; of a group, the first ones count. */
    public ExponentialSums joined(int group, int count) {
        var joined = new ExponentialSums(kind, weights, largest.length / group);
        for (int row = 0; row < joined.largest.length; row++) {
            for (int part = row * group; part < row * group + count; part++) {
                joined.merge(row, largest[part], sums, part * weights);
            }
        }
        return joined;
    }

    @Override
    public void add(int row, long column, double[] values) {
        double exponent = values[0];
        double[] term = new double[weights];
        double largestExponent = Double.isNaN(exponent) ? Double.NEGATIVE_INFINITY : exponent;
        double power = Math.exp(exponent - shift(largestExponent));
        for (int k = 0; k < weights; k++) {
            int value = values.length - weights + k;
            term[k] = value == 0 ? power : power * values[value];
        }
        merge(row, largestExponent, term, 0);
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs) {
        Tensor output = outputs.getFirst();
        int from = row * weights;
        switch (kind) {
            case LOG_SUM_EXP -> {
                // The shifts are an output of their own where they are asked for: so logarithms have more digits.
                boolean isShifted = outputs.size() == 1;
                if (!isShifted) {
                    outputs.getLast().setDoubleAt(outputRow, shift(row));
                }
                for (int k = 0; k < weights; k++) {
                    output.setDoubleAt(outputRow * weights + k,
                            Math.log(sums[from + k]) + (isShifted ? shift(row) : 0));
                }
            }
            case SUM_SOFT_MAX_WEIGHT -> {
                for (int k = 1; k < weights; k++) {
                    output.setDoubleAt(outputRow * (weights - 1) + k - 1, sums[from + k] / sums[from]);
                }
            }
            case MAX_SUM_SHIFT_EXP -> {
                output.setDoubleAt(outputRow * (weights + 1), largest[row]);
                for (int k = 0; k < weights; k++) {
                    output.setDoubleAt(outputRow * (weights + 1) + 1 + k, sums[from + k]);
                }
            }
        }
    }
}
