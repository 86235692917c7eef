package keops.documentation;

import static keops.documentation.Samples.normalized;
import static keops.documentation.Samples.product;
import static keops.documentation.Samples.randn;
import static keops.documentation.Samples.row;
import static keops.documentation.Samples.squaredDistance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.List;
import keops.Compare;
import keops.Generic;
import keops.Genred;
import keops.Kernel;
import keops.KernelProduct;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The page "Python API", except for the table of modes, which {@link KernelModesTest} has. */
class PythonApiPageTest {
    @Test
    void theGenericOperators() {
        // Notice that the parameter sigma is a dim-1 vector, *not* a scalar:
        double sigma = .5;
        Tensor x = randn(1000, 3); // `x` and `y` are point clouds
        Tensor y = randn(2000, 3); //     in a 3-dimensional space.
        Tensor b = randn(2000, 2); // `b` is a collection of 2D vectors.

        Genred gaussianConv = Generic.sum("Exp(-G*SqDist(X,Y)) * B", // f(g,x,y,b) = exp( -g*|x-y|^2 ) * b
                "A = Vx(2)",  // The output is indexed by "i", of dim 2 -> summation over "j"
                "G = Pm(1)",  // First arg  is a parameter,    of dim 1
                "X = Vx(3)",  // Second arg is indexed by "i", of dim 3
                "Y = Vy(3)",  // Third arg  is indexed by "j", of dim 3
                "B = Vy(2)"); // Fourth arg is indexed by "j", of dim 2

        try (Arena arena = Arena.ofConfined()) {
            Tensor g = Tensor.vector(DType.FLOAT32, 1. / (sigma * sigma));
            Tensor a = gaussianConv.call(arena, g, x, y, b); // "auto" backend
            Tensor onCpu = gaussianConv.backend(Backend.named("CPU")).call(arena, g, x, y, b);

            double[] expected = Samples.sums(x, y, b, (s, t) -> Math.exp(-4 * squaredDistance(s, t)));
            Compare.arrays(expected, a.toDoubleArray(), 1e-5, "auto");
            Compare.arrays(expected, onCpu.toDoubleArray(), 1e-5, "CPU");
        }
    }

    /** {@code from pykeops.numpy import generic_sum_np as gensum}: the operators on plain arrays. */
    @Test
    void theGenericOperatorsOnPlainArrays() {
        Genred gensum = Generic.sum("Exp(-G*SqDist(X,Y)) * B",
                        "A = Vx(2)", "G = Pm(1)", "X = Vx(3)", "Y = Vy(3)", "B = Vy(2)");
        float[][] x = {{0, 0, 0}};
        float[][] y = {{1, 0, 0}, {0, 0, 2}};
        float[][] b = {{1, 2}, {3, 4}};
        Tensor a = gensum.call(new float[] {.5f}, x, y, b);
        assertArrayEquals(
                new double[] {Math.exp(-.5) + 3 * Math.exp(-2), 2 * Math.exp(-.5) + 4 * Math.exp(-2)},
                a.toDoubleArray(), 1e-6);
    }

    @Test
    void aGaussianConvolutionOnAVectorSpace() {
        // Generate the data as tensors
        Tensor x = randn(1000, 3);
        Tensor y = randn(2000, 3);
        Tensor b = randn(2000, 2);

        // Pre-defined kernel: using custom expressions is also possible!
        // Notice that the parameter sigma is a dim-1 vector, *not* a scalar:
        double sigma = .5;
        KernelProduct params = KernelProduct.of(Kernel.of("gaussian(x,y)"))
                .gamma(Tensor.vector(DType.FLOAT32, 1. / (sigma * sigma)));

        try (Arena arena = Arena.ofConfined()) {
            Tensor a = params.call(arena, x, y, b);
            assertArrayEquals(new long[] {1000, 2}, a.shape());
            Compare.arrays(Samples.sums(x, y, b, (s, t) -> Math.exp(-4 * squaredDistance(s, t))), a.toDoubleArray(),
                    1e-5, "a");
        }
    }

    @Test
    void aCauchyBinetVarifoldKernel() {
        int n = 100; // number of "i" and
        int m = 200; // of "j" indices

        // First, the "i" variables:
        Tensor x = randn(n, 3); // Positions,    in R^3
        Tensor u = randn(n, 2); // Orientations, in R^2 (for example)

        // Then, the "j" ones:
        Tensor y = randn(m, 3); // Positions,    in R^3
        Tensor v = randn(m, 2); // Orientations, in R^2

        // The signal b_j, supported by the (y_j,v_j)'s
        Tensor b = randn(m, 4);

        double sigma = .5;
        KernelProduct params = KernelProduct
                // The "id" is defined using a set of special function names
                .of(Kernel.of("gaussian(x,y) * (linear(u,v)**2) "))
                // gaussian(x,y) requires a standard deviation; linear(u,v) requires no parameter
                .gamma(Tensor.vector(DType.FLOAT32, 1. / (sigma * sigma)), null);

        // Don't forget to normalize the orientations:
        u = normalized(u);
        v = normalized(v);

        // We're good to go! Notice how we grouped together the "i" and "j" features:
        Tensor a = params.call(List.of(x, u), List.of(y, v), b);

        double[] expected = new double[n * 4];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double k = Math.exp(-4 * squaredDistance(row(x, i), row(y, j)))
                        * Math.pow(product(row(u, i), row(v, j)), 2);
                for (int e = 0; e < 4; e++) {
                    expected[4 * i + e] += k * b.getDouble(j, e);
                }
            }
        }
        Compare.arrays(expected, a.toDoubleArray(), 1e-5, "a");
    }

    @Test
    void theKernelParser() {
        // "gaussian(x,y)" : one formula and one pair of variables.
        assertEquals(List.of("gaussian(x,y)"), Kernel.of("gaussian(x,y)").formulas());
        assertEquals(List.of("(x,y)"), Kernel.of("gaussian(x,y)").pairs());
        // "gaussian(x,y) * linear(u,v)**2" : two formulas and two pairs of variables.
        Kernel two = Kernel.of("gaussian(x,y) * linear(u,v)**2");
        assertEquals(List.of("gaussian(x,y)", "linear(u,v)"), two.formulas());
        assertEquals(List.of("(x,y)", "(u,v)"), two.pairs());
        // "cauchy(x,y) + gaussian(x,y) * (1 + cauchy(u,v)**2)" : **three** formulas (`cauchy`, `gaussian` and `cauchy`
        // once again) with **two** pairs of variables (`(x,y)` first, `(u,v)` second)
        Kernel three = Kernel.of("cauchy(x,y) + gaussian(x,y) * (1 + cauchy(u,v)**2)");
        assertEquals(List.of("cauchy(x,y)", "gaussian(x,y)", "cauchy(u,v)"), three.formulas());
        assertEquals(List.of("(x,y)", "(u,v)"), three.pairs());
        // `"gaussian(x',yy)"` or `"gaussian(x,y) + cauchy(y,z)"` are not supported.
        assertThrows(FormulaException.class, () -> Kernel.of("gaussian(x',yy)"));
        assertThrows(FormulaException.class, () -> Kernel.of("gaussian(x,y) + cauchy(y,z)"));
        // The introduction's example.
        assertEquals(2, Kernel.of("gaussian(x,y) * (1 + linear(u,v)**2 )").formulas().size());
        // As of today, the pre-defined kernel names are:
        for (String name : List.of("linear(x,y)", "gaussian(x,y)", "laplacian(x,y)", "cauchy(x,y)",
                "inverse_multiquadric(x,y)", "-distance(x,y)")) {
            assertEquals(name, Kernel.of(name).name());
        }
    }

    @Test
    void theKernelProductRoutine() {
        Tensor x = randn(50, 3);
        Tensor y = randn(60, 3);
        Tensor b = randn(60, 2);
        Tensor g = Tensor.vector(DType.FLOAT32, 0.5);

        // a = kernel_product( { "id"    : Kernel("my_kernel..."),
        //                       "gamma" : (G_0, G_1, ..., G_(F-1)),
        //                       "backend" : "auto",
        //                       "mode"    : "sum",    },
        //                       (X_0,...,X_(V-1)), (Y_0,...,Y_(V-1)), B,   mode = "sum" )
        KernelProduct parameters =
                KernelProduct.of(Kernel.of("laplacian(x,y)")).gamma(g).backend("auto").mode("sum");
        Tensor a = parameters.mode("sum").call(List.of(x), List.of(y), b);

        double[] expected = Samples.sums(x, y, b, (s, t) -> Math.exp(-Math.sqrt(0.5 * squaredDistance(s, t))));
        Compare.arrays(expected, a.toDoubleArray(), 1e-5, "auto");
        // "backend" = ["auto"] | "pytorch" | "CPU": an additional dense backend that does not rely on the engine.
        for (String backend : List.of("auto", "pytorch", "dense", "CPU")) {
            Compare.arrays(expected, parameters.backend(backend).call(x, y, b).toDoubleArray(), 1e-5, backend);
        }
        // `mode`, whose value supersedes that of the parameters.
        assertArrayEquals(new long[] {50, 1}, parameters.mode("lse").call(x, y, randn(60, 1)).shape());
    }
}
