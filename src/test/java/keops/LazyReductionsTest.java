package keops;

import static keops.LazyTensor.number;
import static keops.LazyTensor.pm;
import static keops.LazyTensor.vi;
import static keops.LazyTensor.vj;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Reductions and matrix products of lazy tensors against plain loops, and what wrong ones are told. */
class LazyReductionsTest {
    private static final int M = 6;
    private static final int N = 9;
    private final Tensor points = Numbers.tensor(1, DType.FLOAT64, M, 3);
    private final Tensor others = Numbers.tensor(2, DType.FLOAT64, N, 3);
    private final Tensor b = Numbers.tensor(3, DType.FLOAT64, N, 2);
    private final LazyTensor x = vi(points);
    private final LazyTensor y = vj(others);
    private final LazyTensor distance = x.sqDist(y);

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(FormulaException.class, action).getMessage());
    }

    private double[] distances(int i) {
        return IntStream.range(0, N).mapToDouble(j -> {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.pow(points.getDouble(i, k) - others.getDouble(j, k), 2);
            }
            return sum;
        }).toArray();
    }

    private double[] perRow(java.util.function.ToDoubleFunction<double[]> function) {
        return IntStream.range(0, M).mapToDouble(i -> function.applyAsDouble(distances(i))).toArray();
    }

    private static void check(double[] expected, Tensor actual, long... shape) {
        assertArrayEquals(shape, actual.shape());
        Compare.arrays(expected, actual.toDoubleArray(), 1e-12, "reduction");
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((i, j) -> Double.compare(values[i], values[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void alongJ() {
        check(perRow(d -> Arrays.stream(d).sum()), distance.sum(1), M, 1);
        check(perRow(d -> Math.log(Arrays.stream(d).map(Math::exp).sum())), distance.logSumExp(1), M, 1);
        check(perRow(d -> Math.log(Arrays.stream(d).map(t -> t * Math.exp(t)).sum())),
                distance.logSumExp(1, distance), M, 1);
        check(perRow(d -> Arrays.stream(d).map(t -> t * Math.exp(t)).sum() / Arrays.stream(d).map(Math::exp).sum()),
                distance.sumSoftMaxWeight(1, distance), M, 1);
        check(perRow(d -> Arrays.stream(d).min().orElseThrow()), distance.min(1), M, 1);
        check(perRow(d -> Arrays.stream(d).max().orElseThrow()), distance.max(1), M, 1);
        check(perRow(d -> order(d)[0]), distance.argMin(1), M, 1);
        check(perRow(d -> order(d)[N - 1]), distance.argMax(1), M, 1);
        check(perRow(d -> order(d)[0]), distance.minArgMin(1).getLast(), M, 1);
        check(perRow(d -> d[order(d)[N - 1]]), distance.maxArgMax(1).getFirst(), M, 1);
        double[] nearest = new double[2 * M];
        double[] indices = new double[2 * M];
        for (int n = 0; n < 2 * M; n++) {
            double[] d = distances(n / 2);
            indices[n] = order(d)[n % 2];
            nearest[n] = d[order(d)[n % 2]];
        }
        check(nearest, distance.kMin(2, 1), M, 2);
        check(indices, distance.argKMin(2, 1), M, 2);
        check(indices, distance.kMinArgKMin(2, 1).getLast(), M, 2);
    }

    @Test
    void alongI() {
        double[] sums = new double[N];
        for (int i = 0; i < M; i++) {
            double[] d = distances(i);
            Arrays.setAll(sums, j -> sums[j] + d[j]);
        }
        check(sums, distance.sum(0), N, 1);
        check(sums, distance.transpose().sum(1), N, 1);
    }

    @Test
    void matrixProducts() {
        LazyTensor k = distance.negate().exp();
        double[] expected = new double[M * 2];
        double[] first = new double[M];
        double[] turned = new double[N];
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double value = Math.exp(-distances(i)[j]);
                expected[2 * i] += value * b.getDouble(j, 0);
                expected[2 * i + 1] += value * b.getDouble(j, 1);
                first[i] += value * others.getDouble(j, 0);
                turned[j] += value * points.getDouble(i, 0);
            }
        }
        check(expected, k.matmul(b), M, 2);
        Tensor column = Tensor.of(IntStream.range(0, N).mapToDouble(j -> others.getDouble(j, 0)).toArray());
        check(first, k.matvec(column), M);
        Tensor row = Tensor.of(IntStream.range(0, M).mapToDouble(i -> points.getDouble(i, 0)).toArray());
        check(turned, k.rmatvec(row), N);
        Compare.arrays(k.toDense().toDoubleArray(), k.transpose().transpose().toDense().toDoubleArray(), 0, "twice");
    }

    @Test
    void symbolsAreGivenLater() {
        LazyTensor k = LazyTensor.viSymbol(0, 3).sqDist(LazyTensor.vjSymbol(1, 3)).times(LazyTensor.pmSymbol(2, 1));
        LazyReduction sum = k.times(vj(b)).reduction(Reduction.SUM, 1);
        Tensor scale = Tensor.vector(DType.FLOAT64, 2);
        Compare.arrays(distance.times(2).matmul(b).toDoubleArray(),
                sum.call(points, others, scale).toDoubleArray(), 1e-14, "symbols");
        assertEquals("Sum over j of SqDist(x0,y1) * p2 * y3", sum.toString());
        refused("this lazy reduction has 3 symbols [Vi(0,3), Vj(1,3), Pm(2,1)], but 0 tensors for them came",
                sum::call);
        refused("the shape is not known: only symbols are indexed by i, [Vi(0,3), Vj(1,3), Pm(2,1)]", k::shape);
        refused("the positions of symbols start at 0, but -1 came", () -> LazyTensor.pmSymbol(-1, 3));
        refused("symbol 0 is declared twice, as Vi(0,3) and as Vj(0,3)",
                () -> LazyTensor.viSymbol(0, 3).plus(LazyTensor.vjSymbol(0, 3)));
    }

    @Test
    void whereAndHow() {
        try (Arena arena = Arena.ofConfined()) {
            Tensor result = distance.backend(Backend.REFERENCE).threads(1).in(arena).sum(1);
            assertEquals(arena.scope(), result.segment().scope());
            check(perRow(d -> Arrays.stream(d).sum()), result, M, 1);
            assertEquals(Backend.REFERENCE,
                    number(1).plus(distance.backend(Backend.REFERENCE)).reduction(Reduction.SUM, 1).genred().backend());
        }
    }

    @Test
    void wrongOperands() {
        refused("all tensors indexed by i must have the same number of rows, but Vi float64 (6, 3) and"
                        + " Vi float64 (5, 3) meet",
                () -> x.plus(vi(points.rows(0, 5))));
        refused("either all tensors are float64 or none, but Vi float64 (6, 3) and Vj float32 (4, 3) meet",
                () -> x.minus(vj(Numbers.tensor(1, DType.FLOAT32, 4, 3))));
        refused("SqDist needs equal dimensions, or dimension 1, but x0 has dimension 3 and y1 has dimension 2",
                () -> x.sqDist(vj(b)));
        refused("Vi needs a tensor of shape (M, D), but is float64 (18)", () -> vi(points.reshape(18)));
        refused("argument 0 (p0 = Pm(3)) must have shape (3), but is float64 (6, 3)", () -> pm(points).plus(x).sum(1));
        refused("Pm needs a tensor of shape (D), but is float64 ()",
                () -> pm(points.rows(0, 1).reshape(3).rows(0, 1).reshape()));
        refused("a lazy tensor needs a shape (M, 1, D), (1, N, D) or (1, 1, D), but is float64 (6, 3);"
                + " vi, vj and pm take tensors without axes of size 1", () -> LazyTensor.of(points));
        refused("a parameter needs at least one number", LazyTensor::pm);
        refused("unknown operator 'SqDst' (did you mean 'SqDist'?); docs/operators.md and './keops operators' list all",
                () -> x.apply("SqDst", y));
        refused("SqDist(f,g) takes lazy tensors, numbers and int[], but y came", () -> x.apply("SqDist", "y"));
        refused("Elem is written Elem(f,m), but has 1 argument", () -> x.apply("Elem"));
    }

    @Test
    void wrongReductions() {
        refused("the axis must be 0 (reduce over i) or 1 (reduce over j), but is -1; methods without an axis, such as"
                + " sum(), reduce the components of the vector", () -> distance.sum(-1));
        refused("a matrix product needs a scalar per (i, j), but x0 - y1 has dimension 3", () -> x.minus(y).matmul(b));
        refused("LogSumExp of a vector needs a weight for each component, or one of dimension 1, but x0 - y1 has "
                + "dimension 3 and the weight y2 has dimension 2", () -> x.minus(y).logSumExp(1, vj(b)));
        refused("a dense array of shape (6, 9, 1) has more than 53 numbers: reduce it, or ask for toDense(most)",
                () -> distance.toDense(53));
        Tensor big = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 100_000, 1);
        refused("a dense array of shape (100000, 100000, 1) has more than 134217728 numbers: reduce it, or ask for"
                + " toDense(most)", () -> vi(big).minus(vj(big)).toDense());
        refused("Min_ArgMin has two outputs: use callAll", () -> distance.reduction(Reduction.MIN_ARG_MIN, 1).call());
        assertEquals(List.of(2L, 54L), List.of((long) distance.minArgMin(1).size(), distance.toDense(54).count()));
    }

    @Test
    void gradientsByTheTensorsThatItWasMadeOf() {
        Tensor x = Numbers.tensor(1, DType.FLOAT64, 5, 2);
        Tensor y = Numbers.tensor(2, DType.FLOAT64, 7, 2);
        Tensor p = Tensor.vector(DType.FLOAT64, 0.7);
        Tensor e = Numbers.tensor(3, DType.FLOAT64, 5, 1);
        // x stands for rows i and rows j.
        LazyReduction reduction = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).times(LazyTensor.pm(p)).negate().exp()
                .reduction(Reduction.LOG_SUM_EXP, 1);
        List<Tensor> gradients = reduction.gradients(e, List.of(p, x));
        Genred same = Genred.of("Exp(-p * SqDist(x,y))", "p = Pm(1)", "x = Vi(2)", "y = Vj(2)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).build();
        Compare.arrays(Slopes.gradient(at -> Slopes.product(e, same.call(Arena.ofAuto(), p, at[0], at[0])),
                0, x), gradients.get(1).toDoubleArray(), 1e-8, "both places of x");
        Compare.arrays(Slopes.gradient(at -> Slopes.product(e, same.call(Arena.ofAuto(), at[0], x, x)),
                0, p), gradients.get(0).toDoubleArray(), 1e-8, "the parameter");
        LazyReduction symbolic = LazyTensor.vi(x).sqDist(LazyTensor.vjSymbol(0, 2)).reduction(Reduction.MIN, 1);
        Compare.arrays(Slopes.gradient(at -> Slopes.product(e, symbolic.call(at[0])), 0, y),
                symbolic.gradients(e, List.of(y), y).getFirst().toDoubleArray(), 1e-8, "a symbol");
        assertTrue(assertThrows(FormulaException.class, () -> reduction.gradients(e, List.of(y))).getMessage()
                .contains("is no operand of LogSumExp over j"));
    }
}
