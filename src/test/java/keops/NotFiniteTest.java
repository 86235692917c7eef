package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * NaN and infinities on both back ends, in both types. Each row: a formula of the column y, the numbers of y, what the
 * reduction gives. The special number is tried at every place among 40 columns.
 */
class NotFiniteTest {
    private static final double NAN = Double.NaN;
    /** A NaN whose sign bit is set, as x86 makes them. */
    private static final double MINUS_NAN = Double.longBitsToDouble(0xfff8000000000000L);
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double HUGE = 1e5;

    /** A reduction of y itself, row i being added as 0, so that the values are computed per pair. */
    private record Row(Reduction reduction, String formula, double expected, List<Double> special) {
        Row(Reduction reduction, String formula, double expected, double... special) {
            this(reduction, formula, expected, Arrays.stream(special).boxed().toList());
        }

        @Override
        public String toString() {
            return reduction.name() + " of " + formula + " with " + special;
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row(Reduction.SUM, "x + y", NAN, NAN),
            new Row(Reduction.SUM, "x + y", INF, INF),
            new Row(Reduction.SUM, "x + y", -INF, -INF),
            new Row(Reduction.SUM, "x + y", NAN, INF, -INF),
            new Row(Reduction.SUM, "x + y", NAN, INF, NAN),
            new Row(Reduction.SUM, "Exp(x + y)", NAN, NAN),
            new Row(Reduction.SUM, "Exp(x + y)", INF, INF),
            new Row(Reduction.SUM, "Exp(x + y)", INF, HUGE),
            new Row(Reduction.SUM, "Exp(x + y)", 40, 0),
            new Row(Reduction.SUM, "Exp(x + y)", 39, -INF),
            new Row(Reduction.SUM, "Exp(x + y)", 39, -HUGE),
            new Row(Reduction.SUM, "Exp(x + y)", 38, -HUGE, -INF),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", NAN, NAN),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", 39, INF),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", 39, HUGE),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", INF, -INF),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", INF, -HUGE),
            new Row(Reduction.SUM, "Exp(-g * SqDist(x,y))", NAN, NAN),
            new Row(Reduction.SUM, "Exp(-g * SqDist(x,y))", 39, INF),
            new Row(Reduction.SUM, "Exp(-g * SqDist(x,y))", 39, -HUGE),
            new Row(Reduction.SUM, "Exp(g * SqDist(x,y))", INF, -INF),
            new Row(Reduction.SUM, "Exp(g * SqDist(x,y))", INF, HUGE),
            new Row(Reduction.SUM, "Exp(g * SqDist(x,y))", NAN, NAN),
            new Row(Reduction.SUM, "Exp(-SqDist(x,y) / g)", 39, INF),
            new Row(Reduction.SUM, "x + y", NAN, MINUS_NAN),
            new Row(Reduction.SUM, "Exp(x + y)", NAN, MINUS_NAN),
            new Row(Reduction.SUM, "Exp(-2 * (x + y))", NAN, MINUS_NAN),
            new Row(Reduction.SUM, "Exp(2 * (x + y))", NAN, MINUS_NAN),
            new Row(Reduction.SUM, "Exp(-g * SqDist(x,y))", NAN, MINUS_NAN),
            new Row(Reduction.SUM, "Exp(g * SqDist(x,y))", NAN, MINUS_NAN),
            new Row(Reduction.LOG_SUM_EXP, "x + y", NAN, MINUS_NAN),
            new Row(Reduction.MIN, "x + y", 0, MINUS_NAN),
            new Row(Reduction.SUM, "Log(Exp(0) + x + y)", NAN, -2),
            new Row(Reduction.SUM, "Log(Exp(0) + x + y)", -INF, -1),
            new Row(Reduction.SUM, "IfElse(x + y, 1, 0)", 39, NAN),
            new Row(Reduction.SUM, "ReLU(x + y)", NAN, NAN),
            new Row(Reduction.SUM, "Sign(x + y)", 0, NAN),
            new Row(Reduction.SUM, "Clamp(x + y, -1, 1)", 1, INF),
            new Row(Reduction.SUM, "Rsqrt(x + y)", 0, 0),
            new Row(Reduction.SUM, "Inv(1 + x + y)", 39, INF),
            new Row(Reduction.SUM, "(x + y) * 0", NAN, INF),
            new Row(Reduction.SUM, "XLogX(x + y)", 0, 0),
            new Row(Reduction.SUM, "Softplus(x + y) - Softplus(0)", INF, INF),
            new Row(Reduction.SUM, "Sigmoid(x + y) - Sigmoid(0)", 0.5, INF),
            new Row(Reduction.SUM, "Sigmoid(x + y) - Sigmoid(0)", -0.5, -HUGE),
            new Row(Reduction.SUM, "Tanh(x + y)", -1, -INF),
            new Row(Reduction.SUM, "Floor(x + y)", -INF, -INF),
            new Row(Reduction.SUM, "Floor(x + y)", NAN, NAN),
            new Row(Reduction.SUM, "Round(x + y, 0)", INF, INF),
            new Row(Reduction.MIN, "x + y", 0, NAN),
            new Row(Reduction.MIN, "x + y", -INF, -INF),
            new Row(Reduction.MIN, "x + y", 0, INF),
            new Row(Reduction.MAX, "x + y", 0, NAN),
            new Row(Reduction.MAX, "x + y", INF, INF, NAN),
            new Row(Reduction.MAX, "x + y", 0, -INF, NAN),
            new Row(Reduction.kMin(1), "x + y", 0, NAN),
            new Row(Reduction.kMin(1), "x + y", -INF, -INF, NAN),
            new Row(Reduction.LOG_SUM_EXP, "x + y", NAN, NAN),
            new Row(Reduction.LOG_SUM_EXP, "x + y", INF, INF),
            new Row(Reduction.LOG_SUM_EXP, "x + y", Math.log(39), -INF),
            new Row(Reduction.LOG_SUM_EXP, "x + y", HUGE, HUGE),
            new Row(Reduction.LOG_SUM_EXP, "x + y", Math.log(38), -HUGE, -INF),
            new Row(Reduction.LOG_SUM_EXP, "x + y", INF, HUGE, INF),
            new Row(Reduction.LOG_SUM_EXP, "x + y", NAN, INF, NAN));

    @TestFactory
    Stream<DynamicTest> rows() {
        return ROWS.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
            for (Backend backend : List.of(Backend.REFERENCE, Backend.CPU)) {
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    for (SumScheme scheme : row.reduction.equals(Reduction.SUM)
                            ? SumScheme.values() : new SumScheme[] {SumScheme.AUTO}) {
                        everywhere(row, backend, dtype, scheme);
                    }
                }
            }
        }));
    }

    private static void everywhere(Row row, Backend backend, DType dtype, SumScheme scheme) {
        Genred genred = Genred.of(row.formula, "x = Vi(1)", "y = Vj(1)", "g = Pm(1)")
                .reduction(row.reduction).sumScheme(scheme).axis(1).backend(backend).threads(1).build();
        for (int place : new int[] {0, 1, 17, 39 - row.special.size(), 40 - row.special.size()}) {
            double[] numbers = new double[40];
            for (int k = 0; k < row.special.size(); k++) {
                numbers[place + k] = row.special.get(k);
            }
            double[] results = genred.call(Arena.ofAuto(), Numbers.column(dtype, 0, 0, 0),
                    Numbers.column(dtype, numbers), Tensor.vector(dtype, 0.5)).toDoubleArray();
            for (double result : results) {
                assertEquals(row.expected, result,
                        1e-5 * (Math.abs(row.expected) < INF ? 1 + Math.abs(row.expected) : 1),
                        backend + " " + dtype + " " + scheme + " at " + place);
            }
        }
    }
}
