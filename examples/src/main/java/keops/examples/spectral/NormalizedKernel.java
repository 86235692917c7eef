package keops.examples.spectral;

import java.util.Arrays;
import keops.Genred;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * The matrix D^-1/2 K D^-1/2 of points: K is a Gaussian kernel whose width at each point is half the distance of a
 * neighbour (after Zelnik-Manor and Perona, Self-tuning spectral clustering, 2004), and D the diagonal of its sums. It
 * is never stored. Its largest eigenvalue is 1; the identity minus it is the normalised Laplacian.
 */
final class NormalizedKernel {
    private final Tensor x;
    private final double[] scales;
    private final double[] roots;
    private final Genred product;

    /**
     * The matrix of points.
     *
     * @param x the points, float64 (N, D), no more than {@code neighbour} of them equal
     * @param neighbour the width of the kernel is half the distance of this neighbour, 1 for the nearest
     * @param columns how many columns are multiplied at once
     */
    NormalizedKernel(Tensor x, int neighbour, int columns) {
        this.x = x;
        scales = scales(x, neighbour);
        double[] ones = new double[scales.length];
        Arrays.fill(ones, 1);
        // The degrees are the product of K with ones; where the roots are 1, K is not normalised yet.
        roots = product(x, 1).call(x, scales, ones, x, scales, ones, ones).toDoubleArray();
        for (int i = 0; i < roots.length; i++) {
            roots[i] = 1 / Math.sqrt(roots[i]);
        }
        product = product(x, columns);
    }

    /** One over half the distance of the neighbour. The nearest of all, which is left out, is the point itself. */
    private static double[] scales(Tensor x, int neighbour) {
        long dim = x.size(1);
        double[][] squares = Genred.of("SqDist(x,y)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                .reduction(Reduction.kMin(neighbour + 1))
                .overJ()
                .build()
                .call(x, x)
                .toMatrix();
        return Arrays.stream(squares).mapToDouble(row -> 2 / Math.sqrt(row[neighbour])).toArray();
    }

    private static Genred product(Tensor x, int columns) {
        long dim = x.size(1);
        return Genred.of("u * v * Exp(-s * t * SqDist(x,y)) * a", "x = Vi(" + dim + ")", "s = Vi(1)", "u = Vi(1)",
                        "y = Vj(" + dim + ")", "t = Vj(1)", "v = Vj(1)", "a = Vj(" + columns + ")")
                .overJ()
                .build();
    }

    /** The product with columns: (N, columns). */
    double[][] times(double[][] a) {
        return product.call(x, scales, roots, x, scales, roots, Tensor.of(a)).toMatrix();
    }

    /** The diagonal of D^-1/2. */
    double[] roots() {
        return roots.clone();
    }
}
