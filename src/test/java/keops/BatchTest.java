package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Leading axes: values and derivatives against calls of the elements one by one. */
class BatchTest {
    private static final String[] ALIASES = {"g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)"};
    /** (2, 3) elements: g for each column of them, x for all, y for each row, b without leading axes. */
    private static final Tensor[] ARGUMENTS = {
        positive(Numbers.tensor(1, DType.FLOAT64, 1, 3, 1)), Numbers.tensor(12, DType.FLOAT64, 2, 3, 4, 3),
        Numbers.tensor(3, DType.FLOAT64, 2, 1, 5, 3), Numbers.tensor(4, DType.FLOAT64, 5, 2)
    };

    private static Tensor positive(Tensor tensor) {
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, 1.5 + tensor.doubleAt(k));
        }
        return tensor;
    }

    /** The arguments of the element (row, column). */
    private static Tensor[] element(int row, int column) {
        return new Tensor[] {
            ARGUMENTS[0].reshape(3, 1).rows(column, column + 1).reshape(1),
            ARGUMENTS[1].reshape(6, 4, 3).rows(3L * row + column, 3L * row + column + 1).reshape(4, 3),
            ARGUMENTS[2].rows(row, row + 1).reshape(5, 3), ARGUMENTS[3]
        };
    }

    private static Stream<Genred> reductions() {
        String scalar = "-g * SqDist(x,y) + Elem(b,0)";
        return Stream.of(Backend.CPU, Backend.REFERENCE).flatMap(backend -> Stream.of(0, 1).flatMap(axis -> Stream.of(
                Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(axis).backend(backend).build(),
                Genred.of(scalar, ALIASES).reduction(Reduction.LOG_SUM_EXP).weight("Exp(b)").axis(axis)
                        .backend(backend).build(),
                Genred.of(scalar, ALIASES).reduction(Reduction.MAX_SUM_SHIFT_EXP).axis(axis).backend(backend).build(),
                Genred.of("g * x - y", ALIASES).reduction(Reduction.SUM_SOFT_MAX_WEIGHT).weight("b[0] + x").axis(axis)
                        .backend(backend).build(),
                Genred.of("g * b - x[0:2]", ALIASES).reduction(Reduction.MAX_SUM_SHIFT_EXP).axis(axis)
                        .backend(backend).build(),
                Genred.of(scalar, ALIASES).reduction(Reduction.kMinArgKMin(2)).axis(axis).backend(backend).build())));
    }

    @TestFactory
    Stream<DynamicTest> elementsAreCallsOfTheirOwn() {
        return reductions().map(genred -> DynamicTest.dynamicTest(genred + " " + genred.backend(), () -> {
            Arena arena = Arena.ofAuto();
            List<Tensor> results = genred.callAll(arena, ARGUMENTS);
            Tensor e = Numbers.tensor(9, DType.FLOAT64, results.getFirst().shape());
            List<Tensor> gradients = genred.gradient().call(arena, e, ARGUMENTS);
            double[][] sums = Stream.of(ARGUMENTS).map(argument -> new double[(int) argument.count()])
                    .toArray(double[][]::new);
            for (int n = 0; n < 6; n++) {
                Tensor[] element = element(n / 3, n % 3);
                List<Tensor> own = genred.callAll(arena, element);
                for (int k = 0; k < own.size(); k++) {
                    assertArrayEquals(own.get(k).toDoubleArray(), part(results.get(k), n).toDoubleArray());
                }
                List<Tensor> ofElement = genred.gradient()
                        .call(arena, part(e, n).reshape(own.getFirst().shape()), element);
                int[] from = {n % 3, 12 * n, 15 * (n / 3), 0};
                for (int k = 0; k < from.length; k++) {
                    for (int l = 0; l < ofElement.get(k).count(); l++) {
                        sums[k][from[k] + l] += ofElement.get(k).doubleAt(l);
                    }
                }
            }
            for (int k = 0; k < sums.length; k++) {
                assertArrayEquals(ARGUMENTS[k].shape(), gradients.get(k).shape());
                Compare.arrays(sums[k], gradients.get(k).toDoubleArray(), 1e-13, "gradient by " + ALIASES[k]);
            }
        }));
    }

    private static Tensor part(Tensor results, int element) {
        return results.reshape(6, results.count() / 6).rows(element, element + 1);
    }

    @TestFactory
    Stream<DynamicTest> changesHessiansAndTapes() {
        return reductions().filter(genred -> genred.backend() == Backend.CPU).map(genred -> DynamicTest.dynamicTest(
                genred.toString(), () -> {
            Arena arena = Arena.ofAuto();
            Tensor e = Numbers.tensor(9, DType.FLOAT64, genred.outputShapes(ARGUMENTS).getFirst());
            List<Tensor> gradients = genred.gradient().call(arena, e, ARGUMENTS);
            List<Tensor> directions = Stream.of(ARGUMENTS)
                    .map(a -> Numbers.tensor(8, DType.FLOAT64, a.shape())).toList();
            if (!genred.toString().startsWith("Max_SumShiftExp")) {
                double change = 0;
                for (int k = 0; k < 4; k++) {
                    change += Slopes.product(gradients.get(k), directions.get(k));
                }
                assertEquals(change, Slopes.product(e, genred.tangent().call(arena, directions, ARGUMENTS)), 1e-12);
                List<Tensor> products = genred.hessian().call(arena, e, directions, ARGUMENTS);
                assertArrayEquals(Slopes.gradient(at -> {
                    double sum = 0;
                    List<Tensor> slopes = genred.gradient().call(arena, e, at);
                    for (int k = 0; k < 4; k++) {
                        sum += Slopes.product(slopes.get(k), directions.get(k));
                    }
                    return sum;
                }, 2, ARGUMENTS), products.get(2).toDoubleArray(), 1e-7);
            }
            try (Tape tape = new Tape()) {
                TapeVariable[] inputs = Stream.of(ARGUMENTS).map(tape::variable).toArray(TapeVariable[]::new);
                TapeVariable result = Reductions.allOf(genred, inputs).getFirst();
                assertArrayEquals(e.shape(), result.shape());
                List<TapeVariable> onTape = tape.pullback(result, tape.constant(e), inputs);
                List<Tensor> second = tape.gradients(onTape.get(1).square().sum(), inputs);
                for (int k = 0; k < 4; k++) {
                    Compare.arrays(gradients.get(k).toDoubleArray(), onTape.get(k).value().toDoubleArray(), 1e-12,
                            "on the tape, by " + ALIASES[k]);
                }
                double[] expected = Slopes.gradient(at -> {
                    Tensor slope = genred.gradient("x").call(arena, e, at).getFirst();
                    return Slopes.product(slope, slope);
                }, 0, ARGUMENTS);
                assertArrayEquals(expected, second.get(0).toDoubleArray(), 1e-6, "second order, by g");
            }
        }));
    }

    @Test
    void lazyTensorsKeepLeadingAxes() {
        LazyTensor x = LazyTensor.vi(ARGUMENTS[1]);
        LazyTensor y = LazyTensor.of(ARGUMENTS[2].reshape(2, 1, 1, 5, 3));
        LazyTensor k = x.sqDist(y).times(LazyTensor.pm(ARGUMENTS[0])).negate().exp();
        assertArrayEquals(new long[] {2, 3, 4, 5, 1}, k.shape());
        Tensor product = k.matmul(ARGUMENTS[3]);
        Genred same = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build();
        Tensor expected = same.call(Arena.ofAuto(), ARGUMENTS);
        Compare.arrays(expected.toDoubleArray(), product.toDoubleArray(), 1e-13, "product");
        assertArrayEquals(expected.shape(), product.shape());
        Tensor dense = k.toDense();
        assertArrayEquals(new long[] {2, 3, 4, 5}, dense.shape());
        Tensor sums = k.sum(1);
        for (int row = 0; row < 24; row++) {
            double sum = 0;
            for (int j = 0; j < 5; j++) {
                sum += dense.doubleAt(5L * row + j);
            }
            assertEquals(sum, sums.doubleAt(row), 1e-13);
        }
        assertArrayEquals(new long[] {2, 3, 5, 1}, k.argMin(0).shape());
        assertArrayEquals(new long[] {2, 3, 5, 2}, k.transpose()
                .matmul(Numbers.tensor(7, DType.FLOAT64, 4, 2)).shape());
        Tensor parameter = LazyTensor.of(ARGUMENTS[0].reshape(1, 3, 1, 1, 1)).plus(x).sum(1);
        assertArrayEquals(new long[] {2, 3, 4, 3}, parameter.shape());
        Tensor e = Numbers.tensor(6, DType.FLOAT64, 2, 3, 4, 1);
        assertArrayEquals(ARGUMENTS[1].shape(), k.reduction(Reduction.SUM, 1)
                .gradients(e, List.of(ARGUMENTS[1])).getFirst().shape());
    }

    @Test
    void noElementsAndSizesThatDoNotFit() {
        Genred sum = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor none = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 0, 4, 1);
        assertArrayEquals(new long[] {0, 4, 1}, sum.call(Arena.ofAuto(), none, none).shape());
        Tensor two = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 2, 4, 1);
        Tensor three = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 3, 4, 1);
        assertTrue(assertThrows(FormulaException.class, () -> sum.call(Arena.ofAuto(), two, three)).getMessage()
                .contains("leading axes must have equal sizes"));
        Tensor output = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 2, 4, 1);
        sum.callInto(output, two, two);
        assertTrue(assertThrows(FormulaException.class, () -> sum.callInto(output, three, three)).getMessage()
                .contains("must be float32 (3, 4, 1)"));
    }
}
