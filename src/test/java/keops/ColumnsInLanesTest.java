package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cpu.CpuBackend;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Where rows are few, the CPU back end has columns in the lanes of vectors: each column counts once, in its order. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ColumnsInLanesTest {
    private static final String TIER = "keops.cpu.tier";
    private static final String BITS = "keops.cpu.vectorBits";
    private static final Pattern TILE = Pattern.compile(", where rows are few: .* tiles of (\\d+) columns");
    private static final int[] ROWS = {1, 2, 3, 5, 15, 16, 17};

    private static final List<Reduction> REDUCTIONS = List.of(
            Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.ARG_MIN, Reduction.ARG_MAX, Reduction.MIN_ARG_MIN,
            Reduction.MAX_ARG_MAX, Reduction.LOG_SUM_EXP, Reduction.MAX_SUM_SHIFT_EXP, Reduction.kMin(3),
            Reduction.argKMin(1), Reduction.argKMin(10), Reduction.kMinArgKMin(20), Reduction.kMaxArgKMax(20));

    /** Short and long vectors, folds, computed values of columns, wide outputs, functions, no column at all. */
    private static final List<String> FORMULAS = List.of(
            "Exp(-g * SqDist(x,y)) * b",
            "Exp(g * SqNorm2(x - y)) * b - Abs(b)",
            "(x|y) * Square(b) + Exp(b)",
            "Grad(Exp(-g * SqDist(x,y)) * b, x, b)",
            "Exp(-g * SqDist(u,v) / 30) * Square(b)",
            "Sqrt(SqDist(u,v) / 100) * (u|v) + Sum(v)",
            "TensorProd(x - y, v)",
            "Log(1 + Square(x - y)) * Sin(1000 * b * x) + Powf(Abs(x), y)",
            "g * Sum(x)");

    private static final Map<Reduced, List<double[]>> EXPECTED = new HashMap<>();

    private final String usualTier = System.getProperty(TIER);
    private final String usualBits = System.getProperty(BITS);

    @AfterEach
    void restore() {
        set(TIER, usualTier);
        set(BITS, usualBits);
    }

    private static void set(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @AfterAll
    static void forget() {
        EXPECTED.clear();
    }

    private static Genred genred(String formula, Reduction reduction, SumScheme scheme) {
        return Genred.of(formula, "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)", "u = Vi(30)", "v = Vj(30)")
                .reduction(reduction).sumScheme(scheme).axis(1).backend(Backend.CPU).build();
    }

    /** Of a coarse grid, so that many values are equal. */
    private static Tensor[] arguments(DType dtype, int m, int n) {
        return new Tensor[] {
            Tensor.vector(dtype, 0.5), grid(1, dtype, m, 3), grid(2, dtype, n, 3), grid(3, dtype, n, 1),
            grid(4, dtype, m, 30), grid(5, dtype, n, 30)
        };
    }

    private static Tensor grid(long seed, DType dtype, int rows, int dim) {
        var random = new SplittableRandom(seed);
        if (dtype == DType.FLOAT64) {
            double[] numbers = new double[rows * dim];
            Arrays.setAll(numbers, _ -> 0.375 * random.nextInt(-2, 3));
            return Tensor.of(numbers, rows, dim);
        }
        float[] numbers = new float[rows * dim];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = 0.375f * random.nextInt(-2, 3);
        }
        return Tensor.of(numbers, rows, dim);
    }

    private static int lanes(DType dtype) {
        return CpuBackend.vectorBits() / (8 * dtype.bytes());
    }

    /** Numbers of columns that are in the lanes for one row: the least power of two, and the columns of a tile. */
    private record Lengths(int least, int tile) {
        static Lengths of(Genred genred, DType dtype) {
            for (int n = lanes(dtype); n < 1 << 20; n *= 2) {
                genred.callAll(Arena.ofAuto(), arguments(dtype, 1, n));
                var found = TILE.matcher(genred.explain(dtype));
                if (found.find()) {
                    return new Lengths(n, Integer.parseInt(found.group(1)));
                }
            }
            return fail("columns are never in the lanes: " + genred.explain(dtype));
        }

        int wholeTiles() {
            return (least + tile - 1) / tile * tile;
        }

        /** Around the edges of vectors and tiles. */
        int[] edges(int lanes) {
            int tiles = wholeTiles();
            return IntStream.of(0, 1, lanes - 1, lanes, least - 1, least, least + 1, least + lanes - 1,
                            tiles - 1, tiles, tiles + 1, tiles + 2 * tile - lanes + 1, tiles + 3 * tile + 5)
                    .distinct().toArray();
        }
    }

    /** What the reference back end has computed. */
    private record Reduced(String formula, Reduction reduction, int rows, int columns) {
        List<double[]> compute() {
            return genred(formula, reduction, SumScheme.AUTO).backend(Backend.REFERENCE)
                    .callAll(Arena.ofAuto(), arguments(DType.FLOAT64, rows, columns)).stream()
                    .map(Tensor::toDoubleArray).toList();
        }
    }

    private static void check(String formula, Reduction reduction, SumScheme scheme, DType dtype) {
        Genred genred = genred(formula, reduction, scheme);
        for (int n : Lengths.of(genred, dtype).edges(lanes(dtype))) {
            int[] rows = n > 3000 ? new int[] {1, 5} : ROWS;
            int most = rows[rows.length - 1];
            // Rows are reduced one by one, and numbers are exact in both types: rows of many are those of few.
            List<double[]> expected =
                    EXPECTED.computeIfAbsent(new Reduced(formula, reduction, most, n), Reduced::compute);
            Tensor[] all = arguments(dtype, most, n);
            for (int m : rows) {
                Tensor[] arguments = all.clone();
                arguments[1] = all[1].rows(0, m);
                arguments[4] = all[4].rows(0, m);
                compare(expected.stream().map(values -> Arrays.copyOf(values, values.length / most * m)).toList(),
                        genred, dtype, arguments, m + " rows, " + n + " columns");
            }
        }
    }

    private static void compare(Genred reference, Genred genred, DType dtype, Tensor[] arguments, String what) {
        compare(reference.callAll(Arena.ofAuto(), arguments).stream().map(Tensor::toDoubleArray).toList(),
                genred, dtype, arguments, what);
    }

    private static void compare(List<double[]> expected, Genred genred, DType dtype, Tensor[] arguments, String what) {
        List<Tensor> actual = genred.callAll(Arena.ofAuto(), arguments);
        assertEquals(expected.size(), actual.size());
        for (int k = 0; k < expected.size(); k++) {
            double tolerance = actual.get(k).dtype() == DType.INT64 ? 0 : dtype == DType.FLOAT32 ? 3e-5 : 1e-12;
            Compare.arrays(expected.get(k), actual.get(k).toDoubleArray(), tolerance, genred.formula() + " " + what);
        }
    }

    /** Of values that are exact in both types, so that indices agree where many values are equal. */
    @TestFactory
    Stream<DynamicTest> everyReduction() {
        return REDUCTIONS.stream().flatMap(reduction -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + dtype,
                        () -> check("SqDist(x,y) - b", reduction, SumScheme.AUTO, dtype))));
    }

    @TestFactory
    Stream<DynamicTest> everyFormula() {
        return FORMULAS.stream().flatMap(formula -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(formula + " " + dtype,
                        () -> check(formula, Reduction.SUM, SumScheme.AUTO, dtype))));
    }

    @TestFactory
    Stream<DynamicTest> everySchemeOfSums() {
        return Stream.of(SumScheme.AUTO, SumScheme.BLOCK, SumScheme.KAHAN)
                .flatMap(scheme -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .map(dtype -> DynamicTest.dynamicTest(scheme + " " + dtype,
                                () -> check("Exp(-g * SqDist(x,y)) * b", Reduction.SUM, scheme, dtype))));
    }

    /** A sum that is carried on from column to column is not cut. */
    @Test
    void directSumsStayInOneLane() {
        Genred genred = genred("x * b + 7", Reduction.SUM, SumScheme.DIRECT);
        genred.call(Arena.ofAuto(), arguments(DType.FLOAT32, 1, 5000));
        assertEquals(false, TILE.matcher(genred.explain(DType.FLOAT32)).find(), genred.explain(DType.FLOAT32));
    }

    @Test
    void manyRowsStandInTheLanes() {
        Genred genred = genred("x * b + 8", Reduction.SUM, SumScheme.AUTO);
        genred.call(Arena.ofAuto(), arguments(DType.FLOAT32, 1000, 5000));
        assertEquals(false, TILE.matcher(genred.explain(DType.FLOAT32)).find(), genred.explain(DType.FLOAT32));
    }

    /** Weighted exponentials, whose exponents are of different sizes, grow from column to column or are infinite. */
    @TestFactory
    Stream<DynamicTest> exponentialsOfAnySize() {
        return Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> DynamicTest.dynamicTest(dtype.toString(), () -> {
            Genred softmax = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)", "w = Vj(2)")
                    .reduction(Reduction.SUM_SOFT_MAX_WEIGHT).weight("w").axis(1).backend(Backend.CPU).build();
            int n = 2500;
            Tensor w = grid(7, dtype, n, 2);
            for (double scale : new double[] {1, 100, Double.POSITIVE_INFINITY}) {
                double[] exponents = IntStream.range(0, n)
                        .mapToDouble(j -> scale == Double.POSITIVE_INFINITY && j % 3 > 0 ? -scale
                                : Math.min(scale, 1e4) * (j % 50 - 25.0 + j * 1e-3))
                        .toArray();
                Tensor[] arguments = {Numbers.column(dtype, 1, 0.5, 0.125), Numbers.column(dtype, exponents), w};
                compare(softmax.backend(Backend.REFERENCE), softmax, dtype, arguments, "scale " + scale);
            }
            assertTrue(TILE.matcher(softmax.explain(dtype)).find(), softmax.explain(dtype));
        }));
    }

    @TestFactory
    Stream<DynamicTest> numbersThatAreNotFinite() {
        return REDUCTIONS.stream().flatMap(reduction -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + dtype,
                        () -> checkNotFinite(reduction, dtype))));
    }

    private static void checkNotFinite(Reduction reduction, DType dtype) {
        Genred genred = genred("(x|y) * b + 0 * SqDist(x,y)", reduction, SumScheme.AUTO);
        int n = Lengths.of(genred, dtype).wholeTiles() + 3;
        for (double[] numbers : new double[][] {
            {Double.NaN}, {Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY},
            {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}
        }) {
            for (int at : new int[] {0, n / 2, n - 1 - numbers.length}) {
                Tensor[] arguments = arguments(dtype, 3, n);
                for (int k = 0; k < numbers.length; k++) {
                    arguments[3].setDoubleAt(at + k, numbers[k]);
                }
                compare(genred.backend(Backend.REFERENCE), genred, dtype, arguments,
                        Arrays.toString(numbers) + " at " + at);
            }
        }
        Tensor[] nothing = arguments(dtype, 2, n);
        nothing[3] = Tensor.vector(dtype, IntStream.range(0, n).mapToDouble(_ -> Double.NaN).toArray()).reshape(n, 1);
        compare(genred.backend(Backend.REFERENCE), genred, dtype, nothing, "NaN only");
    }

    @TestFactory
    Stream<DynamicTest> allFormsOfCodeHaveTheSameBits() {
        return Stream.concat(
                REDUCTIONS.stream().flatMap(reduction -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + dtype,
                                () -> sameBits("Exp(-g * SqDist(x,y)) * b - Abs(b)", reduction, dtype)))),
                FORMULAS.stream().flatMap(formula -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .map(dtype -> DynamicTest.dynamicTest(formula + " " + dtype,
                                () -> sameBits(formula, Reduction.SUM, dtype)))));
    }

    private static void sameBits(String formula, Reduction reduction, DType dtype) {
        for (int m : new int[] {1, 2, 4}) {
            Tensor[] arguments = {
                Tensor.vector(dtype, 0.5), Numbers.tensor(1, dtype, m, 3), Numbers.tensor(2, dtype, 3001, 3),
                Numbers.tensor(3, dtype, 3001, 1), Numbers.tensor(4, dtype, m, 30), Numbers.tensor(5, dtype, 3001, 30)
            };
            System.setProperty(TIER, "kernels");
            long[] expected = Numbers.bits(genred(formula, reduction, SumScheme.AUTO), arguments);
            for (String tier : List.of("steps", "rows", "mixed", "auto")) {
                System.setProperty(TIER, tier);
                assertArrayEquals(expected, Numbers.bits(genred(formula, reduction, SumScheme.AUTO), arguments),
                        tier + ", " + m + " rows");
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theNumberOfThreadsChangesNoBit() {
        return REDUCTIONS.stream().map(reduction -> DynamicTest.dynamicTest(reduction.name(), () -> {
            String formula = "Exp(-g * SqDist(x,y)) * b";
            int n = 300 * Lengths.of(genred(formula, reduction, SumScheme.AUTO), DType.FLOAT32).tile() + 9;
            // Without the long vectors, of which there would be a gigabyte.
            Genred genred = Genred.of(formula, "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                    .reduction(reduction).axis(1).backend(Backend.CPU).build();
            Tensor y = grid(2, DType.FLOAT32, n, 3);
            Tensor b = grid(3, DType.FLOAT32, n, 1);
            for (int m : new int[] {1, 6}) {
                Tensor[] arguments = {Tensor.vector(DType.FLOAT32, 0.5), grid(1, DType.FLOAT32, m, 3), y, b};
                long[] expected = Numbers.bits(genred.threads(1), arguments);
                for (int threads : new int[] {2, 3, 4}) {
                    assertArrayEquals(expected, Numbers.bits(genred.threads(threads), arguments),
                            threads + " threads");
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyWidthOfVectors() {
        return Stream.of(128, 256, 512).flatMap(bits -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(bits + " bits, " + dtype, () -> {
                    System.setProperty(BITS, bits.toString());
                    System.setProperty(TIER, "mixed");
                    for (Reduction reduction : List.of(Reduction.SUM, Reduction.MIN_ARG_MIN, Reduction.LOG_SUM_EXP,
                            Reduction.kMinArgKMin(5))) {
                        check("SqDist(u,v) - b", reduction, SumScheme.AUTO, dtype);
                    }
                })));
    }

    /** The gradient by a parameter is a sum over the rows, too. */
    @TestFactory
    Stream<DynamicTest> gradientsThatAreSummedOverTheRows() {
        return Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> DynamicTest.dynamicTest(dtype.toString(), () -> {
            Genred genred = genred("Exp(-g * SqDist(x,y)) * b", Reduction.SUM, SumScheme.AUTO);
            for (int m : new int[] {1, 3, 17}) {
                Tensor[] arguments = arguments(dtype, m, 3333);
                Tensor e = Numbers.tensor(9, dtype, m, 1);
                Tensor expected = genred.backend(Backend.REFERENCE).gradient("g")
                        .call(Arena.ofAuto(), e, arguments).getFirst();
                Tensor actual = genred.gradient("g").call(Arena.ofAuto(), e, arguments).getFirst();
                Compare.arrays(expected.toDoubleArray(), actual.toDoubleArray(), dtype == DType.FLOAT32 ? 3e-5 : 1e-12,
                        m + " rows");
            }
        }));
    }
}
