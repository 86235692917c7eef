package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import keops.execution.Backend;
import keops.formula.Category;
import keops.formula.Formula;
import keops.plan.Plan;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;
import keops.program.pass.Contract;
import keops.program.pass.FactorSums;
import keops.program.pass.Pipeline;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of sums of exponentials with several weights: what they cost, and rows whose weights differ by much. */
class ExponentialGradientsTest {
    private static final String EXPONENT = "-G * SqDist(X,Y)";

    private static Genred genred(String reduction, int weights) {
        return Genred.of(EXPONENT, "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(" + weights + ")")
                .weight("B").reduction(Reduction.named(reduction, 0)).axis(1).build();
    }

    private static Program program(Genred sum) {
        return program(sum.evaluator().plan());
    }

    private static Program program(Plan sums) {
        return Pipeline.of(new FactorSums(sums.extents()), Contract.all()).apply(sums.program());
    }

    private static long exponentials(Program program) {
        List<Stage> stages = program.stages();
        return IntStream.range(0, stages.size())
                .filter(v -> stages.get(v) == Stage.PAIR
                        && program.values().get(v) instanceof Scalar.Unary(UnaryFunction function, int _)
                        && (function == UnaryFunction.EXP || function == UnaryFunction.EXP2))
                .count();
    }

    /** The operations per pair of a sum that a person derives, over the arguments of a pass and two numbers per row. */
    private static long byHand(String formula, int weights, Category rows) {
        String[] aliases = {"G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(" + weights + ")", "C = Vi(1)",
            "E = Vi(" + weights + ")"};
        Formula sum = Formula.parse(formula, aliases);
        return program(Plan.ofSum(sum, List.of(), SumScheme.AUTO, rows)).operationsPerPair();
    }

    /** With c a number per row, and E = e exp(c - L) per row: what one weight takes, and the products. */
    @ParameterizedTest
    @CsvSource({"1, 13, 13", "2, 15, 17", "3, 16, 19", "8, 29, 37"})
    void aPairHasOneExponentialWhateverTheNumberOfWeights(int weights, long byX, long byYAndB) {
        Genred logarithm = genred("LogSumExp", weights);
        Program rows = program(logarithm.gradient("X").reductions().getFirst());
        Program columns = program(logarithm.gradient("Y", "B").reductions().getFirst());
        assertEquals(1, exponentials(rows), "by X");
        assertEquals(1, exponentials(columns), "by Y and B");
        assertEquals(byX, rows.operationsPerPair(), "by X");
        assertEquals(byYAndB, columns.operationsPerPair(), "by Y and B");
        String power = "Exp(" + EXPONENT + " - C)";
        assertEquals(byHand("-2 * G * ((E|B) * " + power + " * (X - Y))", weights, Category.I), byX, "by X, by hand");
        String together = "Concat(2 * G * ((E|B) * " + power + " * (X - Y)), " + power + " * E)";
        assertEquals(byHand(together, weights, Category.J), byYAndB, "by Y and B, by hand");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "8"})
    void averagesHaveOneExponentialPerPairToo(int weights) {
        for (Genred pass : genred("SumSoftMaxWeight", weights).gradient().reductions()) {
            assertEquals(1, exponentials(program(pass)), pass.toString());
        }
    }

    /** The changes, and the gradients of the gradients, share the exponential as well. */
    @Test
    void soDoDerivativesOfDerivatives() {
        Genred logarithm = genred("LogSumExp", 3);
        assertEquals(1, exponentials(program(logarithm.tangent().reduction())));
        Genred gradient = logarithm.gradient("X").reductions().getFirst();
        for (Genred pass : gradient.gradient().reductions()) {
            assertEquals(1, exponentials(program(pass)), pass.toString());
        }
    }

    /**
     * Logarithms of one row that lie 70 apart, beside exponents of 1000 and rows without some weight or any: each
     * weight's part of the gradient is as accurate as if it were alone.
     */
    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void weightsOfAllSizes(Backend backend) {
        Tensor x = Tensor.of(new double[] {1000, -1000, 0, Double.NEGATIVE_INFINITY}, 4, 1);
        Tensor y = Tensor.of(new double[] {0.5, 1, 0.25}, 3, 1);
        Tensor w = Tensor.of(new double[] {1e-30, 1, 0, 2e-30, 0.5, 0, 3e-30, 0.25, 0}, 3, 3);
        Tensor e = Tensor.of(new double[] {1, 0, 5, 1, 1, 5, 0, 2, 5, 1, 1, 1}, 4, 3);
        double[] byX = new double[4];
        double[] byW = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 2; k++) {
                double largest = i == 1 ? -250 : 1000 * (i == 0 ? 1 : 0);
                double sum = 0;
                for (int j = 0; j < 3; j++) {
                    sum += w.getDouble(j, k) * Math.exp(x.doubleAt(i) * y.doubleAt(j) - largest);
                }
                for (int j = 0; j < 3; j++) {
                    double part = e.getDouble(i, k) * Math.exp(x.doubleAt(i) * y.doubleAt(j) - largest) / sum;
                    byX[i] += part * w.getDouble(j, k) * y.doubleAt(j);
                    byW[j * 3 + k] += part;
                }
            }
        }
        Genred genred = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)", "w = Vj(3)")
                .weight("w").reduction(Reduction.LOG_SUM_EXP).axis(1).backend(backend).build();
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor[] arguments = {
                x.converted(dtype, Arena.ofAuto()), y.converted(dtype, Arena.ofAuto()),
                w.converted(dtype, Arena.ofAuto())
            };
            List<Tensor> gradients = genred.gradient("x", "w")
                    .call(Arena.ofAuto(), e.converted(dtype, Arena.ofAuto()), arguments);
            double tolerance = dtype == DType.FLOAT64 ? 1e-12 : 2e-5;
            assertArrayEquals(byX, gradients.getFirst().toDoubleArray(), tolerance * 1000, "by x in " + dtype);
            for (int at = 0; at < byW.length; at++) {
                double actual = gradients.getLast().doubleAt(at);
                assertEquals(byW[at], actual, tolerance * byW[at] + 1e-37, "by w, number " + at + ", in " + dtype);
            }
        }
    }
}
