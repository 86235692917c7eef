package keops.examples.regression;

import keops.Genred;
import keops.KernelSolve;
import keops.execution.ProgressListener;
import keops.tensor.Tensor;

/**
 * Gaussian processes in space whose covariance is exp(-|x - y| / length): their mean, and how far samples are from it,
 * where some values are known up to noise.
 *
 * @param length how far apart values are that have little to do with each other
 * @param noise the variance of the noise of the values; that of the process is 1
 */
record Kriging(double length, double noise) {
    private static final double EPS = 1e-4;

    /** What multiplies the matrix of covariances with several columns at once. */
    private static Genred product(long columns) {
        return Genred.of("Exp(-Norm2(x-y) / s) * a", "s = Pm(1)", "x = Vi(3)", "y = Vj(3)", "a = Vj(" + columns + ")")
                .overJ()
                .build();
    }

    /** The coefficients of several columns of values that are known at the points x, (M, columns). */
    Tensor coefficients(Tensor x, Tensor values, ProgressListener listener) {
        return KernelSolve.of(product(values.size(1)), "a").alpha(noise).eps(EPS).progress(listener)
                .call(length, x, x, values);
    }

    /** The means at places, (N, columns), if these are the coefficients at the points x. */
    Tensor mean(Tensor places, Tensor x, Tensor coefficients) {
        return product(coefficients.size(1)).call(length, places, x, coefficients);
    }
}
