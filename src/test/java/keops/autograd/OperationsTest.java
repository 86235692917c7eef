package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Compare;
import keops.Numbers;
import keops.Slopes;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each operation of a tape: its first and second derivatives against differences, in both types. */
class OperationsTest {
    /** A computation on some variables. */
    interface Computation {
        TapeVariable of(TapeVariable... inputs);
    }

    private record Case(String name, Computation computation, List<Tensor> all) {
        Case(String name, Computation computation, Tensor... inputs) {
            this(name, computation, List.of(inputs));
        }

        Tensor[] inputs() {
            return all.toArray(Tensor[]::new);
        }
    }

    private static Tensor matrix(int seed) {
        return Numbers.tensor(seed, DType.FLOAT64, 4, 3);
    }

    /** Numbers from 0.5 to 2.5, where everything is smooth. */
    private static Tensor positive(int seed) {
        Tensor tensor = matrix(seed);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, 1.5 + tensor.doubleAt(k));
        }
        return tensor;
    }

    private static Stream<Case> cases() {
        Tensor row = Numbers.tensor(5, DType.FLOAT64, 3);
        Tensor column = Numbers.tensor(6, DType.FLOAT64, 4, 1);
        Tensor number = Tensor.vector(DType.FLOAT64, 1.3).reshape();
        Tensor indices = Tensor.of(new long[] {3, 0, 3, 2, 3});
        Stream<Case> elementwise = Map.<String, UnaryOperator<TapeVariable>>ofEntries(
                        Map.entry("exp", TapeVariable::exp), Map.entry("log", TapeVariable::log),
                        Map.entry("sqrt", TapeVariable::sqrt), Map.entry("rsqrt", TapeVariable::rsqrt),
                        Map.entry("square", TapeVariable::square), Map.entry("abs", v -> v.minus(1.6).abs()),
                        Map.entry("relu", v -> v.minus(1.6).relu().square()), Map.entry("tanh", TapeVariable::tanh),
                        Map.entry("sigmoid", TapeVariable::sigmoid), Map.entry("sin", TapeVariable::sin),
                        Map.entry("cos", TapeVariable::cos), Map.entry("inverse", TapeVariable::inverse),
                        Map.entry("negate", TapeVariable::negate), Map.entry("pow 1.7", v -> v.pow(1.7)),
                        Map.entry("pow 0", v -> v.pow(0)), Map.entry("pow -2", v -> v.pow(-2)),
                        Map.entry("clamp", v -> v.clamp(0.9, 2).square()), Map.entry("plus 2", v -> v.plus(2)),
                        Map.entry("minus 2", v -> v.minus(2)), Map.entry("times 2", v -> v.times(2)),
                        Map.entry("div 2", v -> v.div(2)))
                .entrySet().stream()
                .map(entry -> new Case(entry.getKey(), v -> entry.getValue().apply(v[0]), positive(1)));
        Stream<Case> pairs = Stream.of(positive(2), row, column, number).flatMap(other -> Stream.of(
                new Case("plus " + other.description(), v -> v[0].plus(v[1]), positive(1), other),
                new Case("minus " + other.description(), v -> v[1].minus(v[0]), positive(1), other),
                new Case("times " + other.description(), v -> v[0].times(v[1]), positive(1), other),
                new Case("div " + other.description(), v -> v[1].div(v[0]), positive(1), other)));
        Stream<Case> shapes = Stream.of(
                new Case("outer", v -> v[0].times(v[1]), row, column),
                new Case("sum", v -> v[0].sum(), matrix(1)), new Case("sum 0", v -> v[0].sum(0), matrix(1)),
                new Case("sum 1", v -> v[0].sum(1), matrix(1)), new Case("mean", v -> v[0].mean(), matrix(1)),
                new Case("mean 0", v -> v[0].mean(0), matrix(1)), new Case("norm", v -> v[0].norm(1), matrix(1)),
                new Case("dot", v -> v[0].dot(v[1]), matrix(1), matrix(2)),
                new Case("reshape", v -> v[0].reshape(2, 6).sum(1), matrix(1)),
                new Case("transpose", v -> v[0].transpose().times(v[1].sum(1)), matrix(1), matrix(2)),
                new Case("matmul", v -> v[0].matmul(v[1].transpose()), matrix(1), matrix(2)),
                new Case("gather", v -> v[0].gather(indices), matrix(1)),
                new Case("scatter", v -> new ScatterRows(indices, 6).of(v[0].concat(0, v[1])), matrix(1),
                        Numbers.tensor(2, DType.FLOAT64, 1, 3)),
                new Case("slice", v -> v[0].slice(0, 1, 3), matrix(1)),
                new Case("slice columns", v -> v[0].slice(1, 2, 3), matrix(1)),
                new Case("concat", v -> v[0].concat(1, v[1], v[0]), matrix(1), column),
                new Case("broadcast", v -> v[0].broadcastTo(2, 4, 3), column),
                new Case("sum to", v -> v[0].sumTo(1, 3), matrix(1)),
                new Case("same twice", v -> v[0].times(v[0]).plus(v[0]), matrix(1)));
        return Stream.of(elementwise, pairs, shapes).flatMap(c -> c);
    }

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return cases().map(c -> DynamicTest.dynamicTest(c.name(), () -> {
            for (int by = 0; by < c.inputs().length; by++) {
                int k = by;
                double[] first = Slopes.gradient(inputs -> loss(c, inputs), k, c.inputs());
                Compare.arrays(first, gradients(c, c.inputs()).get(k), 1e-8, "first derivative by input " + k);
                double[] second = Slopes.gradient(inputs -> slopes(c, inputs), k, c.inputs());
                assertArrayEquals(second, secondGradient(c, k), 1e-7, "second derivative by input " + k);
            }
            Tensor[] single = Stream.of(c.inputs()).map(OperationsTest::float32).toArray(Tensor[]::new);
            for (int k = 0; k < single.length; k++) {
                Compare.arrays(gradients(c, c.inputs()).get(k), gradients(c, single).get(k), 1e-5,
                        "float32, input " + k);
            }
        }));
    }

    private static Tensor float32(Tensor tensor) {
        return Tensor.vector(DType.FLOAT32, tensor.toDoubleArray()).reshape(tensor.shape());
    }

    /** The results of a computation, each with another weight, so that no gradient is the same as its sum. */
    private static TapeVariable loss(Case c, TapeVariable... inputs) {
        TapeVariable result = c.computation().of(inputs);
        Tensor weights = Numbers.tensor(9, result.dtype(), result.shape());
        return result.times(result.tape().constant(weights)).sum();
    }

    private static double loss(Case c, Tensor[] inputs) {
        try (Tape tape = new Tape()) {
            return loss(c, variables(tape, inputs)).item();
        }
    }

    private static List<double[]> gradients(Case c, Tensor[] inputs) {
        try (Tape tape = new Tape()) {
            TapeVariable[] variables = variables(tape, inputs);
            return tape.gradients(loss(c, variables), variables).stream().map(Tensor::toDoubleArray).toList();
        }
    }

    /** The gradients with weights again: a number to differentiate a second time. */
    private static TapeVariable slopes(Case c, TapeVariable[] variables) {
        Tape tape = variables[0].tape();
        List<TapeVariable> gradients = tape.differentiableGradients(loss(c, variables), variables);
        return IntStream.range(0, gradients.size())
                .mapToObj(k -> gradients.get(k).times(tape.constant(
                        Numbers.tensor(20 + k, DType.FLOAT64, gradients.get(k).shape()))).sum())
                .reduce(TapeVariable::plus)
                .orElseThrow();
    }

    private static double slopes(Case c, Tensor[] inputs) {
        try (Tape tape = new Tape()) {
            return slopes(c, variables(tape, inputs)).item();
        }
    }

    private static double[] secondGradient(Case c, int by) {
        try (Tape tape = new Tape()) {
            TapeVariable[] variables = variables(tape, c.inputs());
            return tape.gradients(slopes(c, variables), variables[by]).getFirst().toDoubleArray();
        }
    }

    private static TapeVariable[] variables(Tape tape, Tensor[] inputs) {
        return Stream.of(inputs).map(tape::variable).toArray(TapeVariable[]::new);
    }

    @Test
    void kinksAndPolesHaveTheSlopesOfFormulas() {
        try (Tape tape = new Tape()) {
            TapeVariable zero = tape.variable(Tensor.of(new double[2]));
            TapeVariable loss = zero.relu().plus(zero.abs()).plus(zero.sqrt()).sum()
                    .plus(zero.reshape(1, 2).norm(1).sum());
            assertArrayEquals(new double[] {1, 1}, tape.gradients(loss, zero).getFirst().toDoubleArray());
            TapeVariable nan = tape.variable(Tensor.of(new double[] {Double.NaN}));
            assertTrue(Double.isNaN(nan.relu().item()) && Double.isNaN(nan.clamp(0, 1).item()));
        }
    }

    /** Not a product with a rounded inverse, which may be infinite. */
    @Test
    void quotientsAreRoundedOnce() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Tensor.of(new double[] {49, 5, 1e-310}));
            assertArrayEquals(new double[] {49 / 49., 5 / 49., 1e-310 / 49}, x.div(49).value().toDoubleArray());
            assertEquals(1, x.slice(0, 2, 3).div(1e-310).item());
        }
    }

    @Test
    void emptyTensors() {
        try (Tape tape = new Tape()) {
            TapeVariable empty = tape.variable(Tensor.of(new double[0], 0, 3));
            assertEquals(0, empty.sum().item());
            assertArrayEquals(new double[3], empty.sum(0).value().toDoubleArray());
            assertTrue(Double.isNaN(empty.mean().item()));
            assertEquals(0, empty.gather(Tensor.of(new long[0])).value().count());
            TapeVariable row = tape.variable(Tensor.of(new double[] {1, 2, 3}));
            TapeVariable loss = empty.times(row).sum();
            assertArrayEquals(new double[3], tape.gradients(loss, row).getFirst().toDoubleArray());
        }
    }

    @Test
    void errorsSayWhatIsWrong() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(matrix(1));
            assertMessage("the shapes (4, 3) and (4) do not fit", () -> x.plus(x.sum(1)));
            assertMessage("has no axis 2", () -> x.sum(2));
            assertMessage("a matrix product needs (m, k) and (k, n)", () -> x.matmul(x));
            assertMessage("only a matrix is transposed", () -> x.sum(0).transpose());
            assertMessage("index 1 is 4, but there are 4 rows", () -> x.gather(Tensor.of(new long[] {0, 4})));
            assertMessage("rows are taken by int32 or int64 numbers", () -> x.gather(matrix(1)));
            assertMessage("has no part from 2 to 5 along axis 0", () -> x.slice(0, 2, 5));
            assertMessage("differ along axis 0 only", () -> x.concat(0, x.sum(0)));
            assertMessage("does not repeat to (1, 3)", () -> x.broadcastTo(1, 3));
            assertMessage("variables of one element type", () -> x.plus(tape.constant(float32(matrix(1)))));
            assertMessage("is not one number, it has 12", x::item);
            assertMessage("a scalar product needs variables of one shape", () -> x.dot(x.sum(0)));
            TapeVariable indices = tape.constant(Tensor.of(new long[] {0, 1}));
            for (UnaryOperator<TapeVariable> operation : List.<UnaryOperator<TapeVariable>>of(
                    TapeVariable::exp, TapeVariable::sum, v -> v.plus(v), v -> v.reshape(1, 2)
                            .matmul(v.reshape(2, 1)))) {
                assertMessage("int64 is for indices", () -> operation.apply(indices));
            }
            assertArrayEquals(new long[] {1}, indices.slice(0, 1, 2).value().toLongArray());
            Tensor freed;
            try (Arena arena = Arena.ofConfined()) {
                freed = Tensor.allocate(arena, DType.INT64, 2);
            }
            assertMessage("the numbers of the rows: its memory has been freed", () -> x.gather(freed));
        }
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
