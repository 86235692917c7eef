package keops.transport;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import keops.call.Arguments;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Points that have weights: the discrete measure {@code sum_i a_i delta(x_i)}. Some weights may be 0, and points may
 * coincide.
 *
 * {@snippet :
 * PointCloud a = PointCloud.of(points);                  // (M, 3), each of weight 1 / M
 * PointCloud b = PointCloud.of(others, weights);         // (N, 3) and (N)
 * }
 *
 * <p>Its numbers were read and checked when it was made, those of a GPU by the host, where gradients and other results
 * live, too. It keeps the tensors, which must not change as long as it is used. It is immutable, and threads may share
 * it.
 */
public final class PointCloud {
    /** How much masses that are to be equal may differ, relative to the larger one: as sums of float32 do. */
    private static final double MASS_TOLERANCE = 1e-3;

    private final Tensor points;
    private final Tensor weights;
    private final double[] coordinates;
    private final double[] a;
    private final double mass;

    private PointCloud(Tensor points, Tensor weights) {
        this.points = points;
        this.weights = weights;
        this.coordinates = numbers("points", points);
        this.a = numbers("weights", weights);
        for (int i = 0; i < a.length; i++) {
            if (a[i] < 0) {
                throw new FormulaException("weights must be 0 or more, but that of point " + i + " is " + a[i]);
            }
        }
        this.mass = Arrays.stream(a).sum();
        if (!(mass > 0) || !Double.isFinite(mass)) {
            throw new FormulaException("weights must have a sum above 0 that is finite, but it is " + mass);
        }
    }

    /**
     * Points of equal weights, whose sum is 1.
     *
     * @param points a tensor of shape (N, D), float32 or float64, or an array of rows
     * @throws FormulaException if there is no point, or they are of another type or shape, or not finite
     */
    public static PointCloud of(Object points) {
        Tensor rows = rows(points);
        double[] equal = new double[Math.toIntExact(rows.size(0))];
        Arrays.fill(equal, 1.0 / equal.length);
        return new PointCloud(rows, Tensor.vector(rows.dtype(), equal));
    }

    /**
     * Points and their weights.
     *
     * @param points a tensor of shape (N, D), float32 or float64, or an array of rows
     * @param weights a tensor of shape (N) or (N, 1), float32 or float64, or an array; 0 or more, not all of them 0
     * @throws FormulaException if there is no point, or they are of another type or shape, not finite, or a weight is
     *     negative
     */
    public static PointCloud of(Object points, Object weights) {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(weights, "weights");
        Tensor rows = rows(points);
        Tensor given = Arguments.tensor("weights", weights);
        boolean isOnePerPoint = given.rank() >= 1 && given.rank() <= 2 && given.size(0) == rows.size(0)
                && given.count() == rows.size(0);
        if (!given.dtype().isComputed() || !isOnePerPoint) {
            throw new FormulaException("weights must be float32 or float64 of shape (" + rows.size(0) + "),"
                    + " one for each point, but are " + given.description());
        }
        return new PointCloud(rows, given);
    }

    private static Tensor rows(Object given) {
        Tensor points = Arguments.matrix("points", given);
        if (!points.dtype().isComputed() || points.rank() != 2 || points.count() == 0) {
            throw new FormulaException("points must be float32 or float64 of shape (N, D), with a row for"
                    + " each point and at least one, but are " + points.description() + (points.rank() > 2
                            ? ": batches are not taken, make a cloud of each element"
                            : ""));
        }
        return points;
    }

    private static double[] numbers(String what, Tensor tensor) {
        double[] numbers = tensor.toHost(Arena.ofAuto()).toDoubleArray();
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new FormulaException(what + " must be finite, but number " + k + " is " + numbers[k]);
            }
        }
        return numbers;
    }

    /** The points, of shape (N, D). */
    public Tensor points() {
        return points;
    }

    /** The weights, of the shape that they were given in; else (N). */
    public Tensor weights() {
        return weights;
    }

    /** The number of points. */
    public long size() {
        return points.size(0);
    }

    /** The number of coordinates of a point. */
    public int dimension() {
        return Math.toIntExact(points.size(1));
    }

    /** The sum of the weights. */
    public double mass() {
        return mass;
    }

    double[] coordinates() {
        return coordinates;
    }

    double[] a() {
        return a;
    }

    /** Refuses what is no pair: other element types, other dimensions. */
    void requireLike(PointCloud other) {
        if (points.dtype() != other.points.dtype() || dimension() != other.dimension()) {
            throw new FormulaException("the points of both clouds must have the same type and dimension, but are "
                    + points.description() + " and " + other.points.description());
        }
    }

    /**
     * Refuses another mass.
     *
     * @param what what asks for it
     * @param instead what the user may do beside scaling the weights
     */
    void requireMassOf(PointCloud other, String what, String instead) {
        if (Math.abs(mass - other.mass) > MASS_TOLERANCE * Math.max(mass, other.mass)) {
            throw new FormulaException(String.format(Locale.ROOT, "%s needs clouds of one mass, but their"
                    + " weights have the sums %.6g and %.6g: scale them%s", what, mass, other.mass, instead));
        }
    }

    /** The size and the mass: {@code 1000 points in 3 dimensions of mass 1}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d points in %d dimensions of mass %.6g", size(), dimension(), mass);
    }
}
