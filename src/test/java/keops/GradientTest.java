package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients, changes and Hessian-vector products of every reduction against differences, over both axes. */
class GradientTest {
    private static final int M = 7;
    private static final int N = 11;
    private static final String[] ALIASES = {"g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)", "c = Vi(2)"};

    private record Case(String formula, String weight, Reduction reduction, int axis, Backend backend) {
        Genred genred() {
            GenredBuilder builder = Genred.of(formula, ALIASES).reduction(reduction).axis(axis).backend(backend);
            return (weight == null ? builder : builder.weight(weight)).build();
        }
    }

    private static Stream<Case> cases(boolean smooth) {
        String scalar = "-g * SqDist(x,y) + Elem(b,0) * Elem(c,1)";
        String vector = "Exp(" + scalar + ") * b + Sin(c) * g";
        Stream<String[]> rows = smooth
                ? Stream.of(new String[] {"Sum", vector, null}, new String[] {"LogSumExp", scalar, null},
                        new String[] {"LogSumExp", scalar, "Exp(b) * (c * c + 0.5)"},
                        new String[] {"SumSoftMaxWeight", scalar, vector},
                        new String[] {"LogSumExp", vector, null},
                        new String[] {"LogSumExp", vector, "Exp(b) * (c * c + 0.5)"},
                        new String[] {"LogSumExp", vector, "Exp(" + scalar + ")"},
                        new String[] {"SumSoftMaxWeight", vector, "b * c + g"},
                        new String[] {"SumSoftMaxWeight", vector, scalar})
                : Stream.of(new String[] {"Min", vector, null}, new String[] {"Max", vector + " + 0.01 * J", null},
                        new String[] {"Max_ArgMax", vector, null}, new String[] {"KMin", vector, null},
                        new String[] {"KMin", scalar, null}, new String[] {"KMax", scalar, null},
                        new String[] {"KMin_ArgKMin", scalar, null},
                        new String[] {"Max_SumShiftExp", scalar, null},
                        new String[] {"Max_SumShiftExp", scalar, "b + c * c"},
                        new String[] {"Max_SumShiftExp", vector, null},
                        new String[] {"Max_SumShiftExp", vector, "b + c * c"},
                        new String[] {"Max_SumShiftExp", vector, scalar});
        return rows.flatMap(row -> Stream.of(0, 1).flatMap(axis -> Stream.of(Backend.REFERENCE, Backend.CPU)
                .map(backend -> new Case(row[1], row[2], Reduction.named(row[0], row[0].startsWith("K") ? 3 : 0), axis,
                        backend))));
    }

    private static Tensor[] arguments() {
        return new Tensor[] {
            Tensor.vector(DType.FLOAT64, 0.6), Numbers.tensor(1, DType.FLOAT64, M, 3),
                    Numbers.tensor(2, DType.FLOAT64, N, 3),
            Numbers.tensor(3, DType.FLOAT64, N, 2), Numbers.tensor(4, DType.FLOAT64, M, 2)
        };
    }

    private static Tensor like(Tensor tensor, int seed) {
        return Numbers.tensor(seed, DType.FLOAT64, tensor.shape());
    }

    private static double product(Genred genred, Tensor cotangent, Tensor[] arguments) {
        return Slopes.product(cotangent, genred.callAll(Arena.ofAuto(), arguments).getFirst());
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreSlopes() {
        return Stream.concat(cases(true), cases(false)).map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            Genred genred = c.genred();
            Tensor[] arguments = arguments();
            List<Tensor> results = genred.callAll(Arena.ofAuto(), arguments);
            Tensor e = like(results.getFirst(), 9);
            List<Tensor> gradients = genred.gradient().call(Arena.ofAuto(), e, arguments);
            List<Tensor> again = genred.gradient("b", "g").callWith(Arena.ofAuto(), results, e, arguments);
            for (int k = 0; k < arguments.length; k++) {
                Compare.arrays(Slopes.gradient(given -> product(genred, e, given), k, arguments),
                        gradients.get(k).toDoubleArray(), 1e-8, genred + " by " + ALIASES[k]);
            }
            if (results.size() == 1) {
                ValueAndGradients both = genred.gradient("y", "x", "g").valueAndGradients(Arena.ofAuto(), e, arguments);
                Compare.arrays(results.getFirst().toDoubleArray(), both.value().toDoubleArray(), 1e-14,
                        "value beside gradients");
                for (int k = 0; k < 3; k++) {
                    Compare.arrays(gradients.get(2 - k).toDoubleArray(), both.gradients().get(k).toDoubleArray(), 1e-13,
                            "gradient beside the value, by " + ALIASES[2 - k]);
                }
            }
            Compare.arrays(gradients.get(3).toDoubleArray(), again.get(0).toDoubleArray(), 1e-13, "by b alone");
            Compare.arrays(gradients.get(0).toDoubleArray(), again.get(1).toDoubleArray(), 1e-13, "by g alone");
        }));
    }

    @TestFactory
    Stream<DynamicTest> changesAndHessians() {
        return Stream.concat(cases(true), cases(false))
                .filter(c -> !c.reduction().equals(Reduction.MAX_SUM_SHIFT_EXP))
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            Genred genred = c.genred();
            Tensor[] arguments = arguments();
            Tensor e = like(genred.callAll(Arena.ofAuto(), arguments).getFirst(), 9);
            List<Tensor> directions =
                    Stream.of(arguments).map(argument -> like(argument, 20 + argument.rank())).toList();
            Gradient gradient = genred.gradient();
            double change = 0;
            List<Tensor> gradients = gradient.call(Arena.ofAuto(), e, arguments);
            for (int k = 0; k < arguments.length; k++) {
                change += Slopes.product(gradients.get(k), directions.get(k));
            }
            assertEquals(change, Slopes.product(e, genred.tangent().call(Arena.ofAuto(), directions, arguments)),
                    1e-12 * (1 + Math.abs(change)), "forward and reverse mode");
            List<Tensor> products = genred.hessian().call(Arena.ofAuto(), e, directions, arguments);
            for (int k = 0; k < arguments.length; k++) {
                double[] expected = Slopes.gradient(given -> {
                    double sum = 0;
                    List<Tensor> at = gradient.call(Arena.ofAuto(), e, given);
                    for (int l = 0; l < given.length; l++) {
                        sum += Slopes.product(at.get(l), directions.get(l));
                    }
                    return sum;
                }, k, arguments);
                Compare.arrays(expected, products.get(k).toDoubleArray(), 1e-8, "second derivatives by " + ALIASES[k]);
            }
        }));
    }

    @Test
    void indicesHaveNoGradient() {
        Genred genred = Genred.of("SqDist(x,y) * g", ALIASES).reduction(Reduction.argKMin(2)).axis(1).build();
        Tensor e = Numbers.tensor(1, DType.FLOAT64, M, 2);
        for (Tensor gradient : genred.gradient().call(Arena.ofAuto(), e, arguments())) {
            assertTrue(Arrays.stream(gradient.toDoubleArray()).allMatch(v -> v == 0));
        }
    }

    /** Rows without weight have the logarithm -inf: they pull at nothing. Huge exponents do not overflow. */
    @Test
    void logarithmsOfNothing() {
        Genred genred = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").weight("Step(x)").reduction(Reduction.LOG_SUM_EXP)
                .axis(1).build();
        Tensor x = Tensor.of(new double[] {-1, 1000, 0.5}, 3, 1);
        Tensor y = Tensor.of(new double[] {3, 2}, 2, 1);
        Tensor e = Tensor.of(new double[] {1, 1, 0}, 3, 1);
        List<Tensor> gradients = genred.gradient().call(Arena.ofAuto(), e, x, y);
        assertArrayEquals(new double[] {0, 3, 0}, gradients.get(0).toDoubleArray());
        assertArrayEquals(new double[] {1000, 0}, gradients.get(1).toDoubleArray());
    }

    /** More places than columns: the rest has no pair and no slope. A row of NaN chooses nothing. */
    @Test
    void fewerPairsThanPlaces() {
        Genred genred = Genred.of("x * y * I", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.kMin(3)).axis(1).build();
        Tensor x = Tensor.of(new double[] {5, Double.NaN, 2}, 3, 1);
        Tensor y = Tensor.of(new double[] {-1, 4}, 2, 1);
        Tensor e = Tensor.of(new double[] {1, 1, 1, 1, 1, 1, 1, 10, 100}, 3, 3);
        List<Tensor> gradients = genred.gradient().call(Arena.ofAuto(), e, x, y);
        assertArrayEquals(new double[] {0, 0, 2 * (-1 + 40)}, gradients.get(0).toDoubleArray(), 1e-300);
        assertArrayEquals(new double[] {2 * 2, 2 * 2 * 10}, gradients.get(1).toDoubleArray());
        Tensor change = genred.tangent("x").call(
                Arena.ofAuto(), List.of(Tensor.of(new double[] {1, 1, 1}, 3, 1)), x, y);
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, -2, 8, 0}, change.toDoubleArray(), 1e-300);
    }

    @Test
    void nothingToSum() {
        Genred genred = Genred.of("Exp(-g * SqDist(x,y))", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)").axis(1).build();
        Tensor none = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 0, 3);
        Tensor x = Numbers.tensor(1, DType.FLOAT64, 4, 3);
        Tensor g = Tensor.vector(DType.FLOAT64, 1);
        List<Tensor> gradients = genred.gradient()
                .call(Arena.ofAuto(), Numbers.tensor(1, DType.FLOAT64, 4, 1), g, x, none);
        assertArrayEquals(new double[1], gradients.get(0).toDoubleArray());
        assertArrayEquals(new double[12], gradients.get(1).toDoubleArray());
        Tensor empty = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 0, 1);
        assertArrayEquals(new double[1], genred.gradient("g").call(Arena.ofAuto(), empty, g, none, x).getFirst()
                .toDoubleArray());
    }

    /** Parameter gradients are merged in the order of the rows: the number of threads changes no bit. */
    @TestFactory
    Stream<DynamicTest> threadsChangeNoBit() {
        return Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> DynamicTest.dynamicTest(dtype.toString(), () -> {
            Tensor[] arguments = {
                Tensor.vector(dtype, 0.6), Numbers.tensor(1, dtype, 5_003, 3), Numbers.tensor(2, dtype, 701, 3),
                Numbers.tensor(3, dtype, 701, 2), Numbers.tensor(4, dtype, 5_003, 2)
            };
            Tensor e = Numbers.tensor(5, dtype, 5_003, 2);
            double[][] bits = Stream.of(1, 2, 7)
                    .map(threads -> Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).threads(threads).build()
                            .gradient("g", "x").call(Arena.ofAuto(), e, arguments).getFirst().toDoubleArray())
                    .toArray(double[][]::new);
            assertArrayEquals(bits[0], bits[1]);
            assertArrayEquals(bits[0], bits[2]);
        }));
    }

    @Test
    void onePassForAllAxes() {
        Genred genred = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build();
        assertEquals(1, genred.gradient().reductions().size());
        assertEquals(1, genred.gradient("g", "x").reductions().size());
        assertEquals(1, genred.gradient("g", "y", "b").reductions().size());
        assertEquals(1, genred.gradient("g").reductions().size());
    }

    @Test
    void errorsSayWhatIsWrong() {
        Genred genred = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build();
        Tensor e = Numbers.tensor(1, DType.FLOAT64, M, 3);
        assertMessage("there is no argument 'z'", () -> genred.gradient("z"));
        Tensor fitting = Numbers.tensor(1, DType.FLOAT64, M, 2);
        assertMessage("the results must be those of the reduction, of which output 0 is float64 (7, 2), but are [",
                () -> genred.gradient("x").callWith(Arena.ofAuto(), List.of(e), fitting, arguments()));
        Tensor freed;
        try (Arena arena = Arena.ofConfined()) {
            freed = Tensor.allocate(arena, DType.FLOAT64, M, 2);
        }
        assertMessage("the cotangent: its memory has been freed",
                () -> genred.gradient("x").call(Arena.ofAuto(), freed, arguments()));
        assertMessage("the change of c: its memory has been freed",
                () -> genred.tangent("c").call(Arena.ofAuto(), List.of(freed), arguments()));
        Tensor readOnly = Tensor.of(fitting.segment().asReadOnly(), DType.FLOAT64, M, 2);
        assertMessage("the gradient by c: its memory is read-only",
                () -> genred.gradient("c").callInto(List.of(readOnly), fitting, arguments()));
        assertMessage("an argument is named twice: [x, x]", () -> genred.gradient("x", "x"));
        assertMessage("the cotangent must be like the result, float64 (7, 2)",
                () -> genred.gradient("x").call(Arena.ofAuto(), e, arguments()));
        assertMessage("2 arguments change, but 1 change came",
                () -> genred.tangent("x", "y").call(Arena.ofAuto(), List.of(e), arguments()));
        assertMessage("the change of x must be like its argument float64 (7, 3), but is float64 (7, 2)",
                () -> genred.tangent("x").call(Arena.ofAuto(), List.of(arguments()[4]), arguments()));
        assertMessage("ArgMin has no changes and no Hessian: it gives indices",
                () -> Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.ARG_MIN).overI()
                        .build().hessian());
        assertMessage("use LogSumExp", () -> Genred.of("x * y", "x = Vi(1)", "y = Vj(1)")
                .reduction(Reduction.MAX_SUM_SHIFT_EXP).overI().build().tangent());
        assertMessage("no reduction alone computes that", () -> Genred.of("x * y", "x = Vi(1)", "y = Vj(1)")
                .reduction(Reduction.MIN).overI().build().tangent().reduction());
        Tensor[] into = {Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, M, 3)};
        genred.gradient("x").callInto(List.of(into), Numbers.tensor(1, DType.FLOAT64, M, 2), arguments());
        Tensor shared = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 2 * M, 3);
        Genred twins = Genred.of("(x - y) * z", "x = Vi(3)", "z = Vi(3)", "y = Vj(3)").axis(1).build();
        Tensor rows = Numbers.tensor(3, DType.FLOAT64, M, 3);
        assertMessage("the gradients by x and by z share memory with each other", () -> twins.gradient("x", "z")
                .callInto(List.of(shared.rows(0, M), shared.rows(M - 1, 2 * M - 1)), rows, rows, rows, rows));
        twins.gradient("x", "z").callInto(List.of(shared.rows(0, M), shared.rows(M, 2 * M)), rows, rows, rows, rows);
        List<Tensor> apart = twins.gradient("x", "z").call(Arena.ofAuto(), rows, rows, rows, rows);
        assertArrayEquals(apart.get(1).toDoubleArray(), shared.rows(M, 2 * M).toDoubleArray());
        Tensor inPlace = rows.toHost(Arena.ofAuto());
        twins.gradient("x").callInto(List.of(inPlace), rows, inPlace, rows, rows);
        assertArrayEquals(apart.get(0).toDoubleArray(), inPlace.toDoubleArray());
        assertMessage("the gradient by c must be like its argument", () -> genred.gradient("c")
                .callInto(List.of(into), Numbers.tensor(1, DType.FLOAT64, M, 2), arguments()));
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
