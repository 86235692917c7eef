package keops.documentation;

import static keops.documentation.Samples.product;
import static keops.documentation.Samples.randn;
import static keops.documentation.Samples.row;
import static keops.documentation.Samples.squaredDistance;

import java.util.List;
import keops.Compare;
import keops.Gamma;
import keops.Kernel;
import keops.KernelProduct;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * The section "Kernel modes" of the page "Python API": every mode on two pairs of variables, as it is written there.
 */
class KernelModesTest {
    private static final int N = 20;
    private static final int M = 30;
    private static final int E = 3;
    private final Tensor x0 = randn(N, 3);
    private final Tensor x1 = randn(N, 2);
    private final Tensor y0 = randn(M, 3);
    private final Tensor y1 = randn(M, 2);
    private final Tensor rows = randn(M, E);
    private final Tensor scalars = randn(M, 1);
    private final Tensor u = randn(N, 1);
    private final Tensor v = randn(M, 1);
    private final Tensor s = randn(N, 1);
    private final Tensor t = randn(M, 1);
    private final KernelProduct params =
            KernelProduct.of(Kernel.of("gaussian(x,y) * cauchy(u,v)")).gammas(Gamma.of(0.5), Gamma.of(2));

    private interface Term {
        double at(int i, int j);
    }

    private interface VectorTerm {
        double at(int i, int j, int e);
    }

    /** log(K)(x_i ; y_j). */
    private double log(int i, int j) {
        return -0.5 * squaredDistance(row(x0, i), row(y0, j))
                - Math.log(1 + 2 * squaredDistance(row(x1, i), row(y1, j)));
    }

    private static double at(Tensor column, int row) {
        return column.getDouble(row, 0);
    }

    private Tensor call(String mode, Tensor... tensors) {
        return params.mode(mode).call(List.of(x0, x1), List.of(y0, y1), (Object[]) tensors);
    }

    private static void sums(VectorTerm term, int columns, Tensor a) {
        double[] expected = new double[N * columns];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < M; j++) {
                for (int e = 0; e < columns; e++) {
                    expected[i * columns + e] += term.at(i, j, e);
                }
            }
        }
        Compare.arrays(expected, a.toDoubleArray(), 2e-5, "a");
    }

    private static void logSums(Term exponent, Tensor a) {
        double[] expected = new double[N];
        for (int i = 0; i < N; i++) {
            double sum = 0;
            for (int j = 0; j < M; j++) {
                sum += Math.exp(exponent.at(i, j));
            }
            expected[i] = Math.log(sum);
        }
        Compare.arrays(expected, a.toDoubleArray(), 2e-5, "a");
    }

    @Test
    void sum() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, mode = "sum" )
        sums((i, j, e) -> Math.exp(log(i, j)) * rows.getDouble(j, e), E, call("sum", rows));
    }

    @Test
    void lse() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, mode = "lse" )
        logSums((i, j) -> log(i, j) + at(scalars, j), call("lse", scalars));
    }

    @Test
    void logScaled() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, U, V, mode = "log_scaled" )
        sums((i, j, e) -> Math.exp(log(i, j) + at(u, i) + at(v, j)) * rows.getDouble(j, e), E,
                call("log_scaled", rows, u, v));
    }

    @Test
    void logScaledLse() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, U, V, mode = "log_scaled_lse" )
        logSums((i, j) -> log(i, j) + at(u, i) + at(v, j) + at(scalars, j), call("log_scaled_lse", scalars, u, v));
    }

    @Test
    void logScaledBarycenter() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, U, V, C, mode = "log_scaled_barycenter" )
        Tensor c = randn(N, E);
        sums((i, j, e) -> Math.exp(log(i, j) + at(u, i) + at(v, j)) * (rows.getDouble(j, e) - c.getDouble(i, e)), E,
                call("log_scaled_barycenter", rows, u, v, c));
    }

    @Test
    void lseMultI() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), B, H, mode = "lse_mult_i" )
        Tensor h = randn(N, 1);
        logSums((i, j) -> at(h, i) * log(i, j) + at(scalars, j), call("lse_mult_i", scalars, h));
    }

    @Test
    void sinkhornCost() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), S, T, mode = "sinkhorn_cost" )
        sums((i, j, _) -> -log(i, j) * Math.exp(log(i, j) + at(s, i) + at(t, j)), 1, call("sinkhorn_cost", s, t));
    }

    @Test
    void sinkhornPrimal() {
        // a = kernel_product( params, (X_0,...), (Y_0,...), S, T, U, V, mode = "sinkhorn_primal" )
        sums((i, j, _) -> (at(u, i) + at(v, j) - 1) * Math.exp(log(i, j) + at(s, i) + at(t, j)), 1,
                call("sinkhorn_primal", s, t, u, v));
    }

    /** The formula of the page's "kernel_product" section on a bilinear kernel that may be negative. */
    @Test
    void aLinearKernelInSums() {
        Tensor a = KernelProduct.of(Kernel.of("linear(x,y)")).call(x0, y0, rows);
        sums((i, j, e) -> product(row(x0, i), row(y0, j)) * rows.getDouble(j, e), E, a);
    }
}
