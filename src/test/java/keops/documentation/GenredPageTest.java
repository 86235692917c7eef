package keops.documentation;

import static keops.documentation.Samples.randn;
import static keops.documentation.Samples.squaredDistance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import keops.Compare;
import keops.Genred;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The page "Generic reductions". */
class GenredPageTest {
    @Test
    void anExample() {
        // Notice that the parameter gamma is a dim-1 vector, *not* a scalar:
        Tensor gamma = Tensor.of(new float[] {.5f});
        // Generate the data as tensors.
        Tensor x = randn(1000, 3);
        Tensor y = randn(2000, 3);
        Tensor b = randn(2000, 2);

        Genred gaussianConv = Genred.of("Exp(-G * SqDist(X,Y)) * B", // F(g,x,y,b) = exp( -g*|x-y|^2 ) * b
                        "G = Pm(1)",      // First arg  is a parameter,    of dim 1
                        "X = Vi(3)",      // Second arg is indexed by "i", of dim 3
                        "Y = Vj(3)",      // Third arg  is indexed by "j", of dim 3
                        "B = Vj(2)")      // Fourth arg is indexed by "j", of dim 2
                .reduction(Reduction.SUM)
                .axis(1)                  // Summation over "j"
                .build();

        try (Arena arena = Arena.ofConfined()) {
            // N.B.: a.shape == [1000, 2]
            Tensor a = gaussianConv.call(arena, gamma, x, y, b);
            assertArrayEquals(new long[] {1000, 2}, a.shape());

            // By explicitly specifying the backend, you can try to optimize your pipeline:
            Tensor onCpu = gaussianConv.backend(Backend.named("CPU")).call(arena, gamma, x, y, b);

            double[] expected = Samples.sums(x, y, b, (s, t) -> Math.exp(-.5 * squaredDistance(s, t)));
            Compare.arrays(expected, a.toDoubleArray(), 1e-5, "auto");
            Compare.arrays(expected, onCpu.toDoubleArray(), 1e-5, "CPU");
        }
    }
}
