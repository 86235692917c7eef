package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.GenredBuilder;
import keops.LazyTensor;
import keops.Numbers;
import keops.Slopes;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reductions as steps of larger computations: values, gradients and gradients of gradients. */
class ReductionsTest {
    private static final String[] ALIASES = {"g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)"};
    private static final Tensor[] ARGUMENTS = {
        Tensor.vector(DType.FLOAT64, 0.6), Numbers.tensor(11, DType.FLOAT64, 5, 3),
        Numbers.tensor(2, DType.FLOAT64, 6, 3), Numbers.tensor(3, DType.FLOAT64, 6, 2)
    };

    private static Stream<Genred> reductions() {
        String scalar = "-g * SqDist(x,y) + Elem(b,0)";
        String vector = "Exp(-g * SqDist(x,y)) * b + Elem(x,0) * 0.1 * I";
        return Stream.of(
                        new String[] {"Sum", vector, null, "0"}, new String[] {"LogSumExp", scalar, null, "0"},
                        new String[] {"LogSumExp", scalar, "Exp(b)", "0"},
                        new String[] {"SumSoftMaxWeight", scalar, vector, "0"}, new String[] {"Min", vector, null, "0"},
                        new String[] {"Max_ArgMax", scalar, null, "0"}, new String[] {"KMin", vector, null, "2"},
                        new String[] {"Max_SumShiftExp", scalar, "b", "0"},
                        new String[] {"LogSumExp", vector, null, "0"},
                        new String[] {"LogSumExp", vector, "Exp(b)", "0"},
                        new String[] {"SumSoftMaxWeight", vector, "b * x[0]", "0"},
                        new String[] {"Max_SumShiftExp", vector, "b[0]", "0"})
                .flatMap(row -> Stream.of(0, 1).map(axis -> {
                    GenredBuilder builder = Genred.of(row[1], ALIASES)
                            .reduction(Reduction.named(row[0], Integer.parseInt(row[3]))).axis(axis);
                    return (row[2] == null ? builder : builder.weight(row[2])).build();
                }));
    }

    private static TapeVariable[] variables(Tape tape, Tensor[] inputs) {
        return Stream.of(inputs).map(tape::variable).toArray(TapeVariable[]::new);
    }

    /** sin of the result, with weights: a loss that is not linear in the result. */
    private static TapeVariable loss(Genred genred, TapeVariable[] inputs) {
        TapeVariable result = Reductions.allOf(genred, inputs).getFirst();
        Tensor weights = Numbers.tensor(9, DType.FLOAT64, result.shape());
        return result.sin().times(result.tape().constant(weights)).sum();
    }

    private static double loss(Genred genred, Tensor[] inputs) {
        try (Tape tape = new Tape()) {
            return loss(genred, variables(tape, inputs)).item();
        }
    }

    /** The squared norm of all gradients. */
    private static TapeVariable norm(Genred genred, TapeVariable[] inputs) {
        return inputs[0].tape().differentiableGradients(loss(genred, inputs), inputs).stream()
                .map(gradient -> gradient.square().sum())
                .reduce(TapeVariable::plus)
                .orElseThrow();
    }

    private static double norm(Genred genred, Tensor[] inputs) {
        try (Tape tape = new Tape()) {
            return norm(genred, variables(tape, inputs)).item();
        }
    }

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return reductions().map(genred -> DynamicTest.dynamicTest(genred.toString(), () -> {
            try (Tape tape = new Tape()) {
                TapeVariable[] inputs = variables(tape, ARGUMENTS);
                Tensor plain = genred.callAll(tape.arena(), ARGUMENTS).getFirst();
                Compare.arrays(plain.toDoubleArray(), Reductions.allOf(genred, inputs).getFirst().value()
                        .toDoubleArray(), 1e-14, "value");
                List<Tensor> first = tape.gradients(loss(genred, inputs), inputs);
                List<Tensor> second = tape.gradients(norm(genred, inputs), inputs);
                for (int k = 0; k < inputs.length; k++) {
                    Compare.arrays(Slopes.gradient(at -> loss(genred, at), k, ARGUMENTS), first.get(k).toDoubleArray(),
                            1e-8, "first derivative by " + ALIASES[k]);
                    Compare.arrays(Slopes.gradient(at -> norm(genred, at), k, ARGUMENTS), second.get(k).toDoubleArray(),
                            1e-7, "second derivative by " + ALIASES[k]);
                }
            }
        }));
    }

    /** The third derivative, through a tape, of a function with one variable: e^(-x^2) at 0.3. */
    @Test
    void thirdDerivative() {
        Genred genred = Genred.of("Exp(-Square(x))", "x = Vi(1)").axis(0).backend(Backend.REFERENCE).build();
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Tensor.of(new double[] {0.3}, 1, 1));
            TapeVariable derivative = Reductions.of(genred, x).sum();
            for (int order = 0; order < 3; order++) {
                derivative = tape.differentiableGradients(derivative, x).getFirst().sum();
            }
            assertEquals((12 * 0.3 - 8 * 0.3 * 0.3 * 0.3) * Math.exp(-0.09), derivative.item(), 1e-12);
        }
    }

    @Test
    void indicesAreConstants() {
        Genred knn = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.kMinArgKMin(2))
                .axis(1).build();
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(ARGUMENTS[1]);
            TapeVariable y = tape.variable(ARGUMENTS[2]);
            List<TapeVariable> nearest = Reductions.allOf(knn, x, y);
            Tensor indices = nearest.getLast().value();
            assertEquals(DType.INT64, indices.dtype());
            assertArrayEquals(new double[15], tape.gradients(tape.constant(ARGUMENTS[0]).sum(), x).getFirst()
                    .toDoubleArray());
            // The same distances, by gathered points.
            TapeVariable gathered = y.gather(indices).reshape(5, 2, 3);
            TapeVariable distances = x.reshape(5, 1, 3).minus(gathered).square().sum(2);
            Compare.arrays(distances.value().toDoubleArray(), nearest.getFirst().value().toDoubleArray(),
                    1e-14, "values");
            Compare.arrays(tape.gradients(distances.sqrt().sum(), y).getFirst().toDoubleArray(),
                    tape.gradients(nearest.getFirst().sqrt().sum(), y).getFirst().toDoubleArray(), 1e-12, "by y");
        }
    }

    /** Fewer columns than places: +inf where there is no pair, and no slope. */
    @Test
    void missingPairsAreInfinite() {
        Genred smallest = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.kMin(3)).axis(1).build();
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Tensor.of(new double[] {2, 3}, 2, 1));
            TapeVariable y = tape.variable(Tensor.of(new double[] {5, 4}, 2, 1));
            TapeVariable values = Reductions.of(smallest, x, y);
            assertArrayEquals(new double[] {8, 10, Double.POSITIVE_INFINITY, 12, 15, Double.POSITIVE_INFINITY},
                    values.value().toDoubleArray());
            assertArrayEquals(new double[] {9, 9}, tape.gradients(values.sum(), x).getFirst().toDoubleArray());
        }
    }

    @Test
    void lazyTensorsTakeVariables() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(ARGUMENTS[1]);
            TapeVariable y = tape.variable(ARGUMENTS[2]);
            Tensor b = ARGUMENTS[3];
            LazyTensor k = LazyTensor.vi(x.value()).sqDist(LazyTensor.vj(y.value())).times(-0.6).exp();
            TapeVariable a = Reductions.of(k.times(LazyTensor.vj(b)).reduction(Reduction.SUM, 1), x, y);
            Genred same = Genred.of("Exp(-0.6 * SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
                    .axis(1).build();
            TapeVariable expected = Reductions.of(same, x, y, tape.constant(b));
            Compare.arrays(expected.value().toDoubleArray(), a.value().toDoubleArray(), 1e-14, "value");
            Compare.arrays(tape.gradients(expected.square().sum(), x).getFirst().toDoubleArray(),
                    tape.gradients(a.square().sum(), x).getFirst().toDoubleArray(), 1e-13, "by x");
            LazyTensor symbolic = LazyTensor.vi(x.value()).sqDist(LazyTensor.vjSymbol(0, 3));
            TapeVariable far = Reductions.of(symbolic.reduction(Reduction.MAX, 1), y, x);
            Compare.arrays(Slopes.gradient(at -> Slopes.product(
                            LazyTensor.vi(at[0]).sqDist(LazyTensor.vj(at[1])).max(1),
                            Numbers.tensor(4, DType.FLOAT64, 5, 1)), 1, ARGUMENTS[1], ARGUMENTS[2]),
                    tape.gradients(far.times(tape.constant(Numbers.tensor(4, DType.FLOAT64, 5, 1))).sum(), y).getFirst()
                            .toDoubleArray(), 1e-8, "by a symbol");
            TapeVariable other = tape.variable(ARGUMENTS[0]);
            assertMessage("is no argument of the reduction", () -> Reductions.of(k.reduction(Reduction.SUM, 1), other));
            assertMessage("needs a variable, but none came", () -> Reductions.of(k.reduction(Reduction.SUM, 1)));
        }
    }

    @Test
    void errorsSayWhatIsWrong() {
        Genred both = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.MIN_ARG_MIN).overI().build();
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Numbers.tensor(1, DType.FLOAT64, 4, 1));
            assertMessage("has two outputs: use allOf", () -> Reductions.of(both, x, x));
            assertMessage("a reduction on a tape needs an argument", () -> Reductions.of(both));
            assertMessage("but 1 argument came", () -> Reductions.allOf(both, x));
        }
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
