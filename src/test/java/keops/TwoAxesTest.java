package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.call.Execution;
import keops.call.Watching;
import keops.derivative.GradientPass;
import keops.derivative.Inside;
import keops.derivative.Jvp;
import keops.derivative.Vjp;
import keops.execution.Backend;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.Extent;
import keops.reduction.Ranges;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Sums for each row, for each column and over all pairs, in one pass on the CPU and in two elsewhere. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TwoAxesTest {
    private static final String TIER = "keops.cpu.tier";
    private static final String[] ALIASES = {
        "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)", "e = Vi(2)", "u = Vi(20)", "v = Vj(20)", "k = Vj(1)"
    };

    /** A formula, and how many of its components are summed for each column and over all pairs. */
    private record Sums(String formula, int byColumn, int totals) {
        Genred on(Backend backend, int threads) {
            Genred parsed = Genred.of(formula, ALIASES).axis(1).build();
            return of(parsed, parsed.formula(), Category.I).backend(backend).threads(threads);
        }

        private Genred of(Genred parsed, Formula terms, Category rows) {
            int rowDim = terms.dim() - byColumn - totals;
            var sums = new ArrayList<Sum>();
            add(sums, terms, 0, rowDim, Extent.ROWS);
            add(sums, terms, rowDim, byColumn, Extent.COLUMNS);
            add(sums, terms, rowDim + byColumn, totals, Extent.PAIRS);
            Plan plan = Plan.ofSums(sums, parsed.arguments(), SumScheme.AUTO, rows);
            return new Genred(plan, Execution.STANDARD, Watching.NONE);
        }

        private static void add(List<Sum> sums, Formula terms, int first, int dim, Extent extent) {
            if (dim > 0) {
                sums.add(new Sum(
                        new Call(Operators.named("Extract"), List.of(terms), List.of(List.of(first), List.of(dim))),
                        extent));
            }
        }

        @Override
        public String toString() {
            return formula + ", of which " + byColumn + " by column, " + totals + " in all";
        }
    }

    /** One kernel, several, folds, many sums, factors of every stage, terms that do not depend on both indices. */
    private static final List<Sums> SUMS = List.of(
            new Sums("Concat(Exp(-g * SqDist(x,y)) * b, g * Exp(-g * SqDist(x,y)) * Elem(e,0) * (x - y) * b)", 3, 0),
            new Sums("Concat(Exp(-g * SqDist(x,y)) * (x - y), Exp(-g * SqDist(x,y)) * e, SqDist(x,y) * b)", 2, 1),
            new Sums("Concat(b * x, e * b, Concat(y, x))", 3, 5),
            new Sums("Concat(SqDist(u,v) * b, Exp(-SqDist(u,v)) * e, g)", 2, 1),
            new Sums("Concat(Rsqrt(1 + SqDist(x,y)), Sqrt(SqDist(u,v)) * u)", 20, 0),
            new Sums("Concat(Log(2 + (x|y)) * Sin(9 * x + y), Cos(x - 3 * y) * Atan2(x, y) + Pow(x, 3))", 3, 0));

    @AfterEach
    void restore() {
        System.clearProperty(TIER);
    }

    private static Tensor[] arguments(DType dtype, long m, long n) {
        return new Tensor[] {
            Tensor.vector(dtype, 0.5), Numbers.tensor(1, dtype, m, 3), Numbers.tensor(2, dtype, n, 3),
            Numbers.tensor(3, dtype, n, 1), Numbers.tensor(4, dtype, m, 2), Numbers.tensor(5, dtype, m, 20),
            Numbers.tensor(6, dtype, n, 20), Numbers.tensor(7, dtype, n, 1)
        };
    }

    private static Stream<DynamicTest> each(java.util.function.BiConsumer<Sums, DType> test) {
        return SUMS.stream().flatMap(sums -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(sums + " " + dtype, () -> test.accept(sums, dtype))));
    }

    /** Lengths about those of lanes, blocks, tiles and tasks. */
    @TestFactory
    Stream<DynamicTest> sumsAreThoseOfTheReference() {
        return each((sums, dtype) -> {
            for (long m : new long[] {0, 1, 7, 8, 13, 15, 16, 31, 32, 33, 63, 64, 65, 127}) {
                for (long n : new long[] {0, 1, 101}) {
                    compareWithReference(sums, dtype, m, n);
                }
            }
            for (long n : new long[] {20, 99, 500, 501}) {
                compareWithReference(sums, dtype, 95, n);
            }
            compareWithReference(sums, dtype, 1100, 130);
        });
    }

    /** All sums in both types, for some rows of which the last do not fill a block. */
    static void compareWithReference() {
        for (Sums sums : SUMS) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                compareWithReference(sums, dtype, 77, 101);
            }
        }
    }

    private static void compareWithReference(Sums sums, DType dtype, long m, long n) {
        Tensor[] arguments = arguments(dtype, m, n);
        List<Tensor> expected = sums.on(Backend.REFERENCE, 1).callAll(Arena.ofAuto(), arguments);
        List<Tensor> actual = sums.on(Backend.CPU, 2).callAll(Arena.ofAuto(), arguments);
        assertEquals(expected.size(), actual.size());
        for (int k = 0; k < expected.size(); k++) {
            assertArrayEquals(expected.get(k).shape(), actual.get(k).shape());
            double tolerance = (dtype == DType.FLOAT32 ? 2e-5 : 1e-12) * Math.max(1, Math.max(m, n));
            assertArrayEquals(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), tolerance,
                    "M = " + m + ", N = " + n + ", output " + k);
        }
    }

    @TestFactory
    Stream<DynamicTest> allFormsOfKernelsHaveTheSameBits() {
        return each((sums, dtype) -> {
            for (int n : new int[] {1, 130, 700}) {
                Tensor[] arguments = arguments(dtype, 150, n);
                long[] expected = bits("kernels", sums, arguments);
                for (String tier : List.of("steps", "rows", "mixed", "auto")) {
                    assertArrayEquals(expected, bits(tier, sums, arguments), tier + ", N = " + n);
                }
            }
        });
    }

    private static long[] bits(String tier, Sums sums, Tensor... arguments) {
        System.setProperty(TIER, tier);
        return Numbers.bits(sums.on(Backend.CPU, 1), arguments);
    }

    /**
     * Rows are cut into tasks and columns into segments, and more tasks than there are sets of sums come to a column.
     */
    @TestFactory
    Stream<DynamicTest> resultsDoNotDependOnThreads() {
        return each((sums, dtype) -> {
            for (long[] size : new long[][] {{520, 9_000}, {8_200, 130}}) {
                Tensor[] arguments = arguments(dtype, size[0], size[1]);
                long[] expected = Numbers.bits(sums.on(Backend.CPU, 1), arguments);
                for (int threads : new int[] {2, 3, 16}) {
                    assertArrayEquals(expected, Numbers.bits(sums.on(Backend.CPU, threads), arguments),
                            threads + " threads, M = " + size[0]);
                }
            }
        });
    }

    /** What fills the lanes of the last block is no row, even where it is not finite. */
    @Test
    void whatIsNotFiniteStaysInItsRowAndItsColumn() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int m : new int[] {61, 64, 95, 1023}) {
                for (double value :
                        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30}) {
                    Tensor[] arguments = arguments(dtype, m, 90);
                    arguments[1].setDoubleAt((m - 1) * 3L, value);
                    arguments[4].setDoubleAt((m - 1) * 2L, value);
                    var sums = new Sums("Concat(Abs(x) * Square(b), Inv(Abs(x - y)) * Square(b), e * Square(b))", 2, 0);
                    assertSame(sums, arguments, 1e-4 * m);
                    assertSame(new Sums("Concat(Exp(-g * SqDist(x,y)) * b, Exp(-g * SqDist(x,y)) * e)", 2, 0),
                            arguments, 1e-4 * m);
                }
            }
        }
    }

    private static void assertSame(Sums sums, Tensor[] arguments, double tolerance) {
        List<Tensor> expected = sums.on(Backend.REFERENCE, 1).callAll(Arena.ofAuto(), arguments);
        List<Tensor> actual = sums.on(Backend.CPU, 1).callAll(Arena.ofAuto(), arguments);
        for (int k = 0; k < expected.size(); k++) {
            for (long at = 0; at < expected.get(k).count(); at++) {
                double one = expected.get(k).doubleAt(at);
                double other = actual.get(k).doubleAt(at);
                boolean isNear = Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one));
                boolean isSame = Double.compare(one, other) == 0
                        || !Double.isFinite(one) && !Double.isFinite(other) && Math.abs(one) == Math.abs(other);
                assertTrue(isNear || isSame, sums + ": output " + k + " at " + at + " is " + other + ", not " + one);
            }
        }
    }

    @Test
    void gradientsByBothAxesTakeOnePass() {
        Genred product = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build();
        List<GradientPass> passes = Inside.of(product).vjp(product.gradient("g", "x", "y", "b").variables()).passes();
        assertEquals(1, passes.size());
        assertEquals(List.of("x"), names(passes.getFirst().byRow()));
        assertEquals(List.of("y", "b"), names(passes.getFirst().byColumn()));
        assertEquals(List.of("g"), names(passes.getFirst().total()));
        assertEquals("Sum over j and over i", passes.getFirst().sum().toString().substring(0, 21));
        Genred accurate = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).sumScheme(SumScheme.KAHAN).build();
        assertEquals(2, accurate.gradient("g", "x", "y", "b").reductions().size());
        Genred wide = Genred.of("Exp(-SqDist(x,y))", "x = Vi(40)", "y = Vj(40)").axis(1).build();
        assertEquals(2, wide.gradient().reductions().size());
    }

    private static List<String> names(List<Variable> variables) {
        return variables.stream().map(Variable::name).toList();
    }

    @Test
    void aValueAndGradientsByTheOtherAxisTakeOnePass() {
        for (int axis : new int[] {0, 1}) {
            Genred product = Genred.of("Exp(-g * SqDist(x,y)) * (b + Elem(e,0))", ALIASES).axis(axis).build();
            Tensor[] arguments = arguments(DType.FLOAT64, 130, 170);
            Tensor e = Numbers.tensor(9, DType.FLOAT64, axis == 1 ? 130 : 170, 1);
            for (String[] names : new String[][] {{"y", "b"}, {"x", "g"}, {"g"}, {"y", "g", "x", "e"}}) {
                var both = product.backend(Backend.CPU).gradient(names).valueAndGradients(Arena.ofAuto(), e, arguments);
                Tensor value = product.backend(Backend.REFERENCE).call(Arena.ofAuto(), arguments);
                assertArrayEquals(value.toDoubleArray(), both.value().toDoubleArray(), 1e-12);
                List<Tensor> expected = product.backend(Backend.REFERENCE).gradient(names)
                        .call(Arena.ofAuto(), e, arguments);
                for (int k = 0; k < expected.size(); k++) {
                    assertArrayEquals(expected.get(k).shape(), both.gradients().get(k).shape());
                    assertArrayEquals(expected.get(k).toDoubleArray(), both.gradients().get(k).toDoubleArray(), 1e-11);
                }
            }
        }
    }

    @Test
    void blockSparseGradientsTakeTheirPairs() {
        var ranges = Ranges.fromMatrix(new long[][] {{0, 40}, {40, 130}}, new long[][] {{0, 100}, {100, 170}},
                new boolean[][] {{true, false}, {true, true}});
        Genred product = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build().ranges(ranges);
        Tensor[] arguments = arguments(DType.FLOAT64, 130, 170);
        Tensor e = Numbers.tensor(9, DType.FLOAT64, 130, 1);
        List<Tensor> expected = product.backend(Backend.REFERENCE).gradient().call(Arena.ofAuto(), e, arguments);
        List<Tensor> actual = product.backend(Backend.CPU).gradient().call(Arena.ofAuto(), e, arguments);
        for (int k = 0; k < expected.size(); k++) {
            assertArrayEquals(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), 1e-11);
        }
    }

    /** Gradients of gradients are sums over both axes of sums over both axes. */
    @Test
    void gradientsOfBothAxesAreDifferentiatedAgain() {
        Genred first = Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(1).build()
                .gradient("g", "x", "y", "b").reductions().getFirst();
        var all = new ArrayList<>(List.of(arguments(DType.FLOAT64, 61, 83)));
        all.add(Numbers.tensor(9, DType.FLOAT64, 61, 1));
        Tensor[] arguments = all.toArray(Tensor[]::new);
        List<Tensor> cotangents = IntStream.range(0, 3)
                .mapToObj(k -> Numbers.tensor(20 + k, DType.FLOAT64, first.outputShapes(arguments).get(k)))
                .toList();
        List<Tensor> expected = vjp(first.backend(Backend.REFERENCE)).call(
                Arena.ofAuto(), List.of(), cotangents, arguments);
        List<Tensor> actual = vjp(first.backend(Backend.CPU)).call(
                Arena.ofAuto(), List.of(), cotangents, arguments);
        for (int k = 0; k < expected.size(); k++) {
            assertArrayEquals(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), 1e-10);
        }
        List<Tensor> changes = first.arguments().stream().map(v -> Numbers.tensor(
                40 + v.position(), DType.FLOAT64, arguments[v.position()].shape())).toList();
        List<Tensor> slopes = new Jvp(Inside.of(first.backend(Backend.CPU)), first.arguments())
                .call(Arena.ofAuto(), changes, arguments);
        double byTangent = IntStream.range(0, 3).mapToDouble(k -> dot(slopes.get(k), cotangents.get(k))).sum();
        double byGradient = IntStream.range(0, changes.size())
                .mapToDouble(k -> dot(actual.get(k), changes.get(k))).sum();
        assertEquals(byTangent, byGradient, 1e-9 * Math.max(1, Math.abs(byTangent)));
    }

    private static Vjp vjp(Genred genred) {
        return Inside.of(genred).vjp(genred.arguments());
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (long k = 0; k < a.count(); k++) {
            sum += a.doubleAt(k) * b.doubleAt(k);
        }
        return sum;
    }
}
