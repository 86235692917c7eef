package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Steps, kernels, kernels for single rows and any mixture compute the same bits: nobody can tell which of them ran. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TiersTest {
    private static final String TIER = "keops.cpu.tier";
    private static final List<String> OTHERS = List.of("steps", "rows", "mixed", "auto");
    private static final int M = 150;
    private static final int N = 1100;

    private static final List<Reduction> REDUCTIONS = List.of(
            Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.ARG_MIN, Reduction.MAX_ARG_MAX,
            Reduction.LOG_SUM_EXP,
            Reduction.argKMin(4), Reduction.kMinArgKMin(14), Reduction.kMaxArgKMax(14), Reduction.kMinArgKMin(40));

    /** Each with a different kind of kernel: one, several, folds, wide outputs, many operations, functions. */
    private static final List<String> FORMULAS = List.of(
            "Exp(-g * SqDist(x,y)) * b",
            "Exp(-2.5 * SqDist(x,y)) * (b + 1)",
            "Grad(Exp(-g * SqDist(x,y)) * (x|c), x, b)",
            "Inv(1 + SqDist(u,v)) * b",
            "Exp(-g * SqDist(u,v)) * w",
            "Sqrt(SqDist(x,y)) + Step(b - 0.2) * ReLU(x - y)",
            "Rsqrt(1 + Square(x - y)) * Round(b * x, 1) + Pow(x - y, 3) / (1 + Abs(c))",
            "Log(1 + Square(x - y)) * Sin(1000 * b * x) + Powf(Abs(x), y) / (1 + Atan2(x, y)) - Cos(x) * Acos(y) * "
                    + "Tanh(c)", "TensorProd(x - y, w)",
            "Elem(x,0) * b",
            "IfElse(Sum(x) - Sum(y), Exp(g * (x|c)), b * y - 0.5)");

    @AfterEach
    void restore() {
        System.clearProperty(TIER);
    }

    @TestFactory
    Stream<DynamicTest> allReductionsHaveTheSameBits() {
        return REDUCTIONS.stream().flatMap(reduction -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + dtype,
                        () -> check("Exp(-g * SqDist(x,y)) * b - Abs(b)", reduction, SumScheme.AUTO, dtype))));
    }

    @TestFactory
    Stream<DynamicTest> allSchemesHaveTheSameBits() {
        return Stream.of(SumScheme.values()).flatMap(scheme -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(scheme + " " + dtype,
                        () -> check("Exp(-g * SqDist(x,y)) * b", Reduction.SUM, scheme, dtype))));
    }

    @TestFactory
    Stream<DynamicTest> allFormulasHaveTheSameBits() {
        return FORMULAS.stream().flatMap(formula -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(formula + " " + dtype,
                        () -> check(formula, Reduction.SUM, SumScheme.AUTO, dtype))));
    }

    /** Sums over long vectors, which are compared with thresholds while they are in registers. */
    @TestFactory
    Stream<DynamicTest> neighboursAmongLongVectorsHaveTheSameBits() {
        return Stream.of("SqDist(u,v)", "(u|v) * b", "Concat(SqDist(x,y), SqDist(u,v))").flatMap(formula ->
                Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> DynamicTest.dynamicTest(formula + " " + dtype,
                        () -> check(formula, Reduction.kMinArgKMin(7), SumScheme.AUTO, dtype))));
    }

    private static void check(String formula, Reduction reduction, SumScheme scheme, DType dtype) {
        for (int n : new int[] {1, 130, N}) {
            Tensor[] arguments = {
                Tensor.vector(dtype, 0.5), Numbers.tensor(1, dtype, M, 3), Numbers.tensor(2, dtype, n, 3),
                Numbers.tensor(3, dtype, n, 1), Numbers.tensor(4, dtype, n, 3), Numbers.tensor(5, dtype, M, 40),
                Numbers.tensor(6, dtype, n, 40), Numbers.tensor(7, dtype, n, 30)
            };
            long[] expected = bits("kernels", formula, reduction, scheme, arguments);
            for (String tier : OTHERS) {
                assertArrayEquals(expected, bits(tier, formula, reduction, scheme, arguments), tier + ", N = " + n);
            }
        }
    }

    private static long[] bits(String tier, String formula, Reduction reduction, SumScheme scheme,
            Tensor... arguments) {
        System.setProperty(TIER, tier);
        Genred genred =
                        Genred.of(formula, "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)",
                                "c = Vj(3)", "u = Vi(40)", "v = Vj(40)", "w = Vj(30)")
                .reduction(reduction).sumScheme(scheme).axis(1).backend(Backend.CPU).build();
        return Numbers.bits(genred, arguments);
    }
}
