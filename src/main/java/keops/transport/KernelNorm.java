package keops.transport;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import keops.Genred;
import keops.error.FormulaException;
import keops.memory.ScratchArena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Half the squared norm of the difference of two measures in the dual of a kernel's space, the (squared) maximum mean
 * discrepancy: {@code 1/2 sum k(x,x') a a' - sum k(x,y) a b + 1/2 sum k(y,y') b b'}. See Feydy et al. 2019,
 * "Interpolating between Optimal Transport and MMD using Sinkhorn Divergences", equation 3; their package has the same
 * factor of 1/2.
 *
 * {@snippet :
 * double d = KernelNorm.energy().value(PointCloud.of(x), PointCloud.of(y));
 * double g = KernelNorm.gaussian(0.1).value(PointCloud.of(x, a), PointCloud.of(y, b));
 * }
 *
 * <p>It takes one pass over the pairs of all points, and one more for gradients. It is immutable, and threads may share
 * it.
 */
public final class KernelNorm extends ConfigurableLoss<KernelNorm> {
    /** The kernels. */
    public enum Kernel {
        /** {@code -|x - y|}: the energy distance, which knows no scale. Its clouds must have one mass. */
        ENERGY("-(g * Norm2(x - y))", "0"),
        /** {@code exp(-|x - y|^2 / (2 sigma^2))}. */
        GAUSSIAN("Exp(-(g * SqDist(x,y)))", "1"),
        /** {@code exp(-|x - y| / sigma)}. */
        LAPLACIAN("Exp(-(g * Norm2(x - y)))", "1");

        private final String formula;
        /** Its value for equal points. */
        private final String peak;

        Kernel(String formula, String peak) {
            this.formula = formula;
            this.peak = peak;
        }
    }

    private final Kernel kernel;
    private final double parameter;
    private final Map<Integer, Genred> convolutions = new ConcurrentHashMap<>();
    private final Map<Integer, Genred> selfConvolutions = new ConcurrentHashMap<>();

    private KernelNorm(Kernel kernel, double parameter, Where where) {
        super(where);
        this.kernel = kernel;
        this.parameter = parameter;
    }

    /** The energy distance, of the kernel {@code -|x - y|}; it is half of that of Szekely and Rizzo. */
    public static KernelNorm energy() {
        return new KernelNorm(Kernel.ENERGY, 1, Where.ANYWHERE);
    }

    /**
     * The norm of the Gaussian kernel {@code exp(-|x - y|^2 / (2 sigma^2))}.
     *
     * @throws FormulaException if sigma is not above 0 and finite, or {@code 1 / sigma^2} is not
     */
    public static KernelNorm gaussian(double sigma) {
        return new KernelNorm(Kernel.GAUSSIAN, requireScale(sigma, 0.5 / sigma / sigma), Where.ANYWHERE);
    }

    /**
     * The norm of the Laplacian kernel {@code exp(-|x - y| / sigma)}.
     *
     * @throws FormulaException if sigma is not above 0 and finite, or {@code 1 / sigma} is not
     */
    public static KernelNorm laplacian(double sigma) {
        return new KernelNorm(Kernel.LAPLACIAN, requireScale(sigma, 1 / sigma), Where.ANYWHERE);
    }

    private static double requireScale(double sigma, double parameter) {
        if (!(sigma > 0) || !Double.isFinite(sigma)) {
            throw new FormulaException("sigma must be above 0 and finite, but is " + sigma);
        }
        if (!(parameter > 0) || !Double.isFinite(parameter)) {
            throw new FormulaException("sigma is too " + (parameter > 0 ? "small" : "large") + ", " + sigma
                    + ": the kernel's parameter would be " + parameter + "; scale it and the points");
        }
        return parameter;
    }

    @Override
    KernelNorm with(Where other) {
        return new KernelNorm(kernel, parameter, other);
    }

    /** The kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /** The number g in {@link #convolution}: 1, {@code 1 / (2 sigma^2)} or {@code 1 / sigma}. */
    public double parameter() {
        return parameter;
    }

    /**
     * The sums {@code sum_j k(x_i, y_j) b_j}, of which the loss is made.
     *
     * @param dimension the number of coordinates of a point
     * @return a reduction of {@code g = Pm(1)}, which is {@link #parameter}, {@code x = Vi(D)}, {@code y = Vj(D)} and
     *     {@code b = Vj(1)}
     * @throws FormulaException if the dimension is less than 1
     */
    public Genred convolution(int dimension) {
        return convolutions.computeIfAbsent(dimension, d -> where().build(Genred.of(kernel.formula + " * b",
                "g = Pm(1)",
                "x = Vi(" + d + ")", "y = Vj(" + d + ")", "b = Vj(1)").overJ()));
    }

    /**
     * The same sums for points and themselves, which know that a point has no distance from itself, wherever it goes.
     * So they have derivatives of all orders for {@link Kernel#ENERGY} and {@link Kernel#LAPLACIAN}, too, where no two
     * points coincide; those of {@link #convolution} have second derivatives that are no numbers, as the kernels have
     * at equal points.
     *
     * @param dimension the number of coordinates of a point
     * @return a reduction of the arguments of {@link #convolution} and the numbers {@code k = Vi(1)} and {@code l =
     *     Vj(1)} of the points, which must differ
     * @throws FormulaException if the dimension is less than 1
     */
    public Genred selfConvolution(int dimension) {
        return selfConvolutions.computeIfAbsent(dimension, d -> where().build(Genred.of(
                "IfElse(-Abs(k - l), " + kernel.peak + ", " + kernel.formula + ") * b",
                "g = Pm(1)",
                "x = Vi(" + d + ")", "y = Vj(" + d + ")", "b = Vj(1)", "k = Vi(1)", "l = Vj(1)").overJ()));
    }

    /**
     * Refuses clouds that do not fit each other.
     *
     * @throws FormulaException if they have not the same element type and dimension; or this is the energy distance,
     *     and their masses differ by more than a thousandth
     */
    public void requireFit(PointCloud first, PointCloud second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        first.requireLike(second);
        if (kernel == Kernel.ENERGY) {
            first.requireMassOf(second, "the energy distance", "");
        }
    }

    @Override
    public double value(PointCloud first, PointCloud second) {
        requireFit(first, second);
        return where().during(_ -> {
            try (Arena scratch = new ScratchArena()) {
                return new Difference(scratch, first, second).value();
            }
        });
    }

    @Override
    public LossGradients gradients(PointCloud first, PointCloud second) {
        requireFit(first, second);
        return where().during(_ -> {
            try (Arena scratch = new ScratchArena()) {
                var difference = new Difference(scratch, first, second);
                double[] slopes = difference.slopes(scratch);
                int m = first.a().length;
                double perPoint = difference.perPoint();
                double perWeight = difference.perWeight();
                return new LossGradients(difference.value(),
                        Numbers.like(first.points(), slopes, 0, perPoint),
                        Numbers.like(first.weights(), difference.potential, 0, perWeight),
                        Numbers.like(second.points(), slopes, first.coordinates().length, perPoint),
                        Numbers.like(second.weights(), difference.potential, m, -perWeight));
            }
        });
    }

    /**
     * The difference of two measures: all points, with weights of both signs, and its potential at each point. Points
     * and weights are divided by powers of 2, which rounds nothing and keeps them in range: weights by one near the
     * largest, points by one near sigma, so that it is resolved; for the energy distance the largest is brought to the
     * upper end of the range where squares are finite, so that short distances beside it are held, too.
     */
    private final class Difference {
        /** Exponents of coordinates whose squares, and sums of them, are finite. */
        private static final int FLOAT_EXPONENT = 56;
        private static final int DOUBLE_EXPONENT = 490;

        private final Genred convolution;
        private final double length;
        private final double weight;
        private final double[] c;
        private final Tensor[] arguments;
        private final double[] potential;

        Difference(Arena arena, PointCloud first, PointCloud second) {
            DType dtype = first.points().dtype();
            int d = first.dimension();
            int m = first.a().length;
            c = Numbers.joined(first.a(), second.a());
            double[] coordinates = Numbers.joined(first.coordinates(), second.coordinates());
            double largest = Numbers.largest(coordinates);
            int ofPoints = exponent(dtype, largest);
            int ofWeights = Numbers.exponent(Numbers.largest(c));
            length = Math.scalb(1.0, ofPoints);
            weight = Math.scalb(1.0, ofWeights);
            Numbers.scale(coordinates, -ofPoints);
            Numbers.scale(c, -ofWeights);
            requireHeld(dtype, largest);
            for (int k = m; k < c.length; k++) {
                c[k] = -c[k];
            }
            Tensor all = Numbers.tensor(arena, dtype, coordinates, d);
            convolution = convolution(d);
            arguments = new Tensor[] {
                Tensor.vector(dtype, parameter()), all, all, Numbers.tensor(arena, dtype, c, 1)
            };
            potential = convolution.call(arena, arguments).toDoubleArray();
        }

        /** The parameter for the scaled points. */
        private double parameter() {
            return switch (kernel) {
                case ENERGY -> parameter;
                case GAUSSIAN -> parameter * length * length;
                case LAPLACIAN -> parameter * length;
            };
        }

        /** The exponent of the power of 2 that coordinates are divided by. */
        private int exponent(DType dtype, double largest) {
            return switch (kernel) {
                case ENERGY -> largest == 0
                        ? 0
                        : Numbers.exponent(largest) - (dtype == DType.FLOAT32 ? FLOAT_EXPONENT : DOUBLE_EXPONENT);
                case GAUSSIAN -> Numbers.exponent(1 / Math.sqrt(2 * parameter));
                case LAPLACIAN -> Numbers.exponent(1 / parameter);
            };
        }

        private void requireHeld(DType dtype, double largest) {
            if (largest / length > (dtype == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE)) {
                throw new FormulaException("sigma is too small beside the points for " + dtype + ": the kernel "
                        + kernel.formula + " has g = " + parameter + ", and there are coordinates of "
                        + largest);
            }
        }

        double value() {
            double value = Numbers.dot(c, potential) / 2 * perWeight() * weight;
            if (!Double.isFinite(value)) {
                throw new FormulaException("the value is no finite number, for coordinates of about " + length
                        + " and weights of about " + weight + ": scale them");
            }
            return value;
        }

        /** What potentials, the derivatives by weights, are to be multiplied by. */
        double perWeight() {
            return kernel == Kernel.ENERGY ? weight * length : weight;
        }

        double perPoint() {
            return perWeight() * weight / length;
        }

        /** The derivatives by points, to be multiplied by {@link #perPoint}. */
        double[] slopes(Arena arena) {
            List<Tensor> gradients = convolution.gradient("x").call(arena, arguments[3], arguments);
            return gradients.getFirst().toDoubleArray();
        }
    }

    /** The kernel and its parameter. */
    @Override
    public String toString() {
        return "half the squared norm of the kernel " + kernel.formula + ", g = " + parameter;
    }
}
