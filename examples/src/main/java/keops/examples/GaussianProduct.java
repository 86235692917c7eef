package keops.examples;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import keops.Genred;
import keops.GenredBuilder;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The product of a Gaussian kernel matrix and a vector, {@code a_i = sum_j exp(-g |x_i - y_j|^2) b_j}, for two clouds
 * of random points. The matrix is never in memory.
 *
 * @param gamma g, of shape (1)
 * @param x the points of the rows, (M, 3)
 * @param y the points of the columns, (N, 3)
 * @param b the vector, (N, 1)
 */
record GaussianProduct(Tensor gamma, Tensor x, Tensor y, Tensor b) {
    /** The dimension of the points. */
    static final int DIMENSION = 3;
    /** The Gaussian is wide enough for distant points to matter: exp(-10) at the length of the cube's edge. */
    static final double GAMMA = 10;

    /**
     * Clouds of uniform points in the unit cube, and a vector of numbers from 0 to 1. As all terms are positive, there
     * is no cancellation, and relative errors are meaningful.
     */
    static GaussianProduct random(Arena arena, DType dtype, long rows, long columns, long seed) {
        var random = new SplittableRandom(seed);
        return new GaussianProduct(
                Tensor.vector(dtype, GAMMA),
                uniform(Tensor.allocate(arena, dtype, rows, DIMENSION), random),
                uniform(Tensor.allocate(arena, dtype, columns, DIMENSION), random),
                uniform(Tensor.allocate(arena, dtype, columns, 1), random));
    }

    private static Tensor uniform(Tensor tensor, SplittableRandom random) {
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, random.nextDouble());
        }
        return tensor;
    }

    /** A builder of the reduction, to which the common options are applied. */
    static GenredBuilder reduction() {
        return Genred.of("Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1);
    }

    /** The product. */
    Tensor compute(Arena arena, Genred reduction) {
        return reduction.call(arena, gamma, x, y, b);
    }

    /**
     * The largest relative error of some rows of a, including the first and the last, against the reference back end.
     */
    double largestRelativeError(Tensor a, int rowsToCheck) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor chosen = Tensor.allocate(arena, x.dtype(), rowsToCheck, DIMENSION);
            for (int k = 0; k < rowsToCheck; k++) {
                long row = row(k, rowsToCheck);
                chosen.rows(k, k + 1L).copyFrom(x.rows(row, row + 1));
            }
            Tensor exact = reduction().backend(Backend.REFERENCE).build().call(arena, gamma, chosen, y, b);
            double largest = 0;
            for (int k = 0; k < rowsToCheck; k++) {
                double wanted = exact.getDouble(k, 0);
                double error = Math.abs(a.getDouble(row(k, rowsToCheck), 0) - wanted) / wanted;
                // Math.max propagates NaN, which must not pass.
                largest = Math.max(largest, error);
            }
            return largest;
        }
    }

    private long row(int k, int rowsToCheck) {
        return rowsToCheck == 1 ? 0 : k * (x.size(0) - 1) / (rowsToCheck - 1);
    }
}
