package keops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sums of a million positive float32 terms: the mean error is that of rounding the result, not that of adding. */
class SumAccuracyTest {
    private static final int M = 32;
    private static final int N = 1_000_000;
    private static final double LARGEST_MEAN_ERROR = 1e-7;

    @TestFactory
    Stream<DynamicTest> meanRelativeErrorOfAMillionTerms() {
        return Stream.of("SqDist(x,y)", "Exp(-SqDist(x,y))", "Exp(-2 * SqDist(x,y))", "Norm2(x - y)", "Square(x | y)")
                .map(formula -> DynamicTest.dynamicTest(formula, () -> check(formula)));
    }

    private static void check(String formula) {
        Tensor x = Numbers.tensor(1, DType.FLOAT32, M, 3);
        Tensor y = Numbers.tensor(2, DType.FLOAT32, N, 3);
        double[] exact = sums(formula, SumScheme.KAHAN, doubles(x), doubles(y));
        double[] sums = sums(formula, SumScheme.AUTO, x, y);
        double total = 0;
        double largest = 0;
        for (int i = 0; i < M; i++) {
            double error = Math.abs(sums[i] - exact[i]) / exact[i];
            total += error;
            largest = Math.max(largest, error);
        }
        System.out.printf(Locale.ROOT, "sums of %d float32 terms %s: mean relative error %.2e, largest %.2e%n",
                N, formula, total / M, largest);
        assertTrue(total / M <= LARGEST_MEAN_ERROR, formula + ": " + total / M);
    }

    private static double[] sums(String formula, SumScheme scheme, Tensor x, Tensor y) {
        return Genred.of(formula, "x = Vi(3)", "y = Vj(3)").sumScheme(scheme).axis(1).backend(Backend.CPU).build()
                .call(Arena.ofAuto(), x, y).toDoubleArray();
    }

    private static Tensor doubles(Tensor t) {
        return Tensor.of(t.toDoubleArray(), t.shape());
    }
}
