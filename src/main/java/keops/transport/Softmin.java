package keops.transport;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keops.Genred;
import keops.GenredBuilder;
import keops.memory.ScratchArena;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Soft minima {@code -eps log sum_j b_j exp((g_j - C(x_i, y_j)) / eps)} of costs less potentials, and averages with the
 * weights {@code b_j exp((g_j - C(x_i, y_j)) / eps)}.
 *
 * <p>Where eps is large beside the costs, the sum is nearly the mass, and rounding errors of its logarithm, times eps,
 * are larger than what tells points apart. There it is {@code log(mass) + log1p(s / mass)}, where the sum s is that of
 * {@code b_j expm1((g_j - C) / eps)}, with potentials less their mean.
 */
final class Softmin {
    /** Costs are at most 1, and potentials differ by little more: then exponents are no more than about 1. */
    private static final double LARGE_EPS = 4;

    private final int exponent;
    private final int dimension;
    private final Where where;
    private final Genred logarithms;
    /** Half the sums of expm1, which is {@code 2 t / (1 - t)} for the t = tanh of half the exponent. */
    private final Genred excesses;
    private final Map<Integer, Genred> averages = new ConcurrentHashMap<>();

    /**
     * Soft minima for points of a dimension.
     *
     * @param exponent 1 for the cost {@code |x - y|}, 2 for {@code |x - y|^2 / 2}
     */
    Softmin(int exponent, int dimension, Where where) {
        this.exponent = exponent;
        this.dimension = dimension;
        this.where = where;
        this.logarithms = where.build(start("h = Vj(1)").reduction(Reduction.LOG_SUM_EXP));
        String half = "Tanh(" + exponents() + ")";
        this.excesses = where.build(formula("b * " + half + " / (1 - " + half + ")", "h = Vj(1)", "b = Vj(1)"));
    }

    private String exponents() {
        return "h - g * " + (exponent == 1 ? "Norm2(x - y)" : "SqDist(x,y)");
    }

    private GenredBuilder start(String... more) {
        return formula(exponents(), more);
    }

    private GenredBuilder formula(String formula, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "g = Pm(1)";
        arguments[1] = "x = Vi(" + dimension + ")";
        arguments[2] = "y = Vj(" + dimension + ")";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Genred.of(formula, arguments).overJ();
    }

    /** The soft minimum for each row. */
    double[] of(Side rows, Side columns, double[] potential, double eps) {
        return eps > LARGE_EPS ? ofLarge(rows, columns, potential, eps) : ofAny(rows, columns, potential, eps);
    }

    private double[] ofLarge(Side rows, Side columns, double[] potential, double eps) {
        double[] shares = new double[potential.length];
        Arrays.setAll(shares, j -> columns.weights()[j] / columns.mass());
        double mean = Numbers.dot(shares, potential);
        double[] halves = new double[potential.length];
        Arrays.setAll(halves, j -> (potential[j] - mean) / (2 * eps));
        DType dtype = columns.points().dtype();
        try (Arena scratch = new ScratchArena()) {
            double[] sums = excesses.call(scratch, inverse(rows, 2 * eps), rows.points(), columns.points(),
                    Numbers.tensor(scratch, dtype, halves, 1), Numbers.tensor(scratch, dtype, shares, 1))
                    .toDoubleArray();
            double ofMass = Math.log(columns.mass());
            for (int i = 0; i < sums.length; i++) {
                sums[i] = -mean - eps * (ofMass + Math.log1p(2 * sums[i]));
            }
            return sums;
        }
    }

    private double[] ofAny(Side rows, Side columns, double[] potential, double eps) {
        try (Arena scratch = new ScratchArena()) {
            Tensor result = logarithms.call(scratch, inverse(rows, eps), rows.points(), columns.points(),
                    exponents(scratch, columns, potential, eps));
            double[] minima = result.toDoubleArray();
            for (int i = 0; i < minima.length; i++) {
                minima[i] *= -eps;
            }
            return minima;
        }
    }

    /** The average of the columns' values for each row. */
    double[] average(Side rows, Side columns, double[] potential, double eps, Tensor values) {
        int size = Math.toIntExact(values.size(1));
        try (Arena scratch = new ScratchArena()) {
            Genred average = averages.computeIfAbsent(size, e -> where.build(start("h = Vj(1)", "v = Vj(" + e + ")")
                    .reduction(Reduction.SUM_SOFT_MAX_WEIGHT).weight("v")));
            return average.call(scratch, inverse(rows, eps), rows.points(), columns.points(),
                    exponents(scratch, columns, potential, eps), values).toDoubleArray();
        }
    }

    /** The average of the derivative of the cost by the point of the row. */
    double[] slope(Side rows, Side columns, double[] potential, double eps) {
        try (Arena scratch = new ScratchArena()) {
            Genred average = averages.computeIfAbsent(0, _ -> where.build(start("h = Vj(1)")
                    .reduction(Reduction.SUM_SOFT_MAX_WEIGHT)
                    .weight(exponent == 1 ? "Normalize(x - y)" : "x - y")));
            return average.call(scratch, inverse(rows, eps), rows.points(), columns.points(),
                    exponents(scratch, columns, potential, eps)).toDoubleArray();
        }
    }

    private Tensor inverse(Side rows, double eps) {
        return Tensor.vector(rows.points().dtype(), 1 / (exponent * eps));
    }

    private static Tensor exponents(Arena arena, Side columns, double[] potential, double eps) {
        DType dtype = columns.points().dtype();
        Tensor exponents = Tensor.allocate(arena, dtype, potential.length, 1);
        for (int j = 0; j < potential.length; j++) {
            exponents.setDoubleAt(j, potential[j] / eps + columns.logarithms()[j]);
        }
        return exponents;
    }
}
