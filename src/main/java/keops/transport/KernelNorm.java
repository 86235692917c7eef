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
        ENERGY("-(g * Norm2(x - y))"),
        /** {@code exp(-|x - y|^2 / (2 sigma^2))}. */
        GAUSSIAN("Exp(-(g * SqDist(x,y)))"),
        /** {@code exp(-|x - y| / sigma)}. */
        LAPLACIAN("Exp(-(g * Norm2(x - y)))");

        private final String formula;

        Kernel(String formula) {
            this.formula = formula;
        }
    }

    private final Kernel kernel;
    private final double parameter;
    private final Map<Integer, Genred> convolutions = new ConcurrentHashMap<>();

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
     * @throws FormulaException if sigma is not above 0
     */
    public static KernelNorm gaussian(double sigma) {
        return new KernelNorm(Kernel.GAUSSIAN, 0.5 / requireScale(sigma) / sigma, Where.ANYWHERE);
    }

    /**
     * The norm of the Laplacian kernel {@code exp(-|x - y| / sigma)}.
     *
     * @throws FormulaException if sigma is not above 0
     */
    public static KernelNorm laplacian(double sigma) {
        return new KernelNorm(Kernel.LAPLACIAN, 1 / requireScale(sigma), Where.ANYWHERE);
    }

    private static double requireScale(double sigma) {
        if (!(sigma > 0) || !Double.isFinite(sigma)) {
            throw new FormulaException("sigma must be above 0 and finite, but is " + sigma);
        }
        return sigma;
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
                return new LossGradients(difference.value(),
                        Numbers.like(first.points(), slopes, 0, 1),
                        Numbers.like(first.weights(), difference.potential, 0, 1),
                        Numbers.like(second.points(), slopes, first.coordinates().length, 1),
                        Numbers.like(second.weights(), difference.potential, m, -1));
            }
        });
    }

    /** The difference of two measures: all points, with weights of both signs, and its potential at each point. */
    private final class Difference {
        private final Genred convolution;
        private final double[] c;
        private final Tensor[] arguments;
        private final double[] potential;

        Difference(Arena arena, PointCloud first, PointCloud second) {
            DType dtype = first.points().dtype();
            int d = first.dimension();
            int m = first.a().length;
            c = Numbers.joined(first.a(), second.a());
            for (int k = m; k < c.length; k++) {
                c[k] = -c[k];
            }
            Tensor all = Numbers.tensor(arena, dtype, Numbers.joined(first.coordinates(), second.coordinates()), d);
            convolution = convolution(d);
            arguments = new Tensor[] {Tensor.vector(dtype, parameter), all, all, Numbers.tensor(arena, dtype, c, 1)};
            potential = convolution.call(arena, arguments).toDoubleArray();
        }

        double value() {
            return Numbers.dot(c, potential) / 2;
        }

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
