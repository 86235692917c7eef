package keops.documentation;

import static keops.documentation.Samples.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import keops.Compare;
import keops.Generic;
import keops.Genred;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The page "Using the syntax in the PyTorch bindings". */
class GenericSyntaxPageTest {
    @Test
    void theRoutine() {
        // formula = "Square(p-a)*Exp(x+y)"
        // types   = ["output = Vx(3)", "p = Pm(1)","a = Vy(1)","x = Vx(3)","y = Vy(3)"]
        // routine = generic_sum(formula, *types)
        String formula = "Square(p-a)*Exp(x+y)";
        String[] types = {"p = Pm(1)", "a = Vy(1)", "x = Vx(3)", "y = Vy(3)"};
        Genred routine = Generic.sum(formula, "output = Vx(3)", types);

        int m = 20;
        int n = 30;
        Tensor p = Tensor.vector(DType.FLOAT32, 0.5); // a vector of size 1
        Tensor a = randn(n, 1);
        Tensor x = randn(m, 3);
        Tensor y = randn(n, 3);

        // c = routine(p,a,x,y)
        Tensor c = routine.call(p, a, x, y);

        assertArrayEquals(new long[] {m, 3}, c.shape()); // a "list" of 3-vectors, of size m*3
        double[] expected = new double[m * 3];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < 3; k++) {
                    expected[3 * i + k] += Math.pow(0.5 - a.getDouble(j, 0), 2)
                            * Math.exp(x.getDouble(i, k) + y.getDouble(j, k));
                }
            }
        }
        Compare.arrays(expected, c.toDoubleArray(), 1e-5, "c");
    }
}
