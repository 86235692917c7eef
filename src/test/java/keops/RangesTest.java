package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Block-sparse reductions against plain ones that mask the other pairs. */
class RangesTest {
    private static final String[] ALIASES =
            {"g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)", "u = Vi(1)", "v = Vj(1)"};

    /** Clusters of some rows, of all sizes from 0 on; not all rows are in one. */
    private record Clusters(List<long[]> ranges, long rows) {
        static Clusters draw(SplittableRandom random, int count, int largest) {
            var ranges = new ArrayList<long[]>();
            long at = random.nextInt(3);
            for (int k = 0; k < count; k++) {
                long size = random.nextInt(largest);
                ranges.add(new long[] {at, at + size});
                at += size + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
            }
            return new Clusters(ranges, at + random.nextInt(3));
        }

        /** For each row the number of its cluster, or -1. */
        Tensor numbers() {
            Tensor numbers = Tensor.vector(DType.FLOAT64, new double[(int) rows]).reshape(rows, 1);
            for (long row = 0; row < rows; row++) {
                numbers.setDoubleAt(row, -1);
                for (int k = 0; k < ranges.size(); k++) {
                    if (row >= ranges.get(k)[0] && row < ranges.get(k)[1]) {
                        numbers.setDoubleAt(row, k);
                    }
                }
            }
            return numbers;
        }

        long[][] array() {
            return ranges.toArray(long[][]::new);
        }
    }

    /** The pairs of clusters that are taken; {@link #MASK} says the same. */
    private static boolean meet(int k, int l) {
        return (k + 2 * l) % 3 != 0;
    }

    private record Case(Ranges ranges, List<Tensor> tensors) {
        Tensor[] arguments() {
            return tensors.toArray(Tensor[]::new);
        }

        static Case draw(long seed, int clusters, int largest) {
            var random = new SplittableRandom(seed);
            Clusters i = Clusters.draw(random, clusters, largest);
            Clusters j = Clusters.draw(random, clusters + 1, largest);
            boolean[][] keep = new boolean[clusters][clusters + 1];
            for (int k = 0; k < clusters; k++) {
                for (int l = 0; l <= clusters; l++) {
                    keep[k][l] = meet(k, l);
                }
            }
            return new Case(Ranges.fromMatrix(i.array(), j.array(), keep), List.of(
                Tensor.vector(DType.FLOAT64, 0.6), Numbers.tensor(1, DType.FLOAT64, i.rows(), 3),
                Numbers.tensor(2, DType.FLOAT64, j.rows(), 3),
                Numbers.tensor(3, DType.FLOAT64, j.rows(), 2), i.numbers(), j.numbers()));
        }
    }

    /** 1 for pairs of clusters that meet, else 0. */
    private static final String MASK = "(NotEqual(Mod(u + 2 * v, 3, 0), 0) * LessOrEqual(0, u) * LessOrEqual(0, v))";

    /** More rows and columns than a tile has. */
    private static final Case LARGE = Case.draw(3, 3, 600);

    /** The slow one does not need to see tiles. */
    private static Stream<Backend> backends(Case c) {
        return c.equals(LARGE) ? Stream.of(Backend.CPU) : Stream.of(Backend.REFERENCE, Backend.CPU);
    }

    @TestFactory
    Stream<DynamicTest> onlyThesePairsCount() {
        return Stream.of(Case.draw(1, 4, 5), Case.draw(2, 7, 40), LARGE).flatMap(c ->
                backends(c).flatMap(backend -> Stream.of(0, 1).map(axis ->
                        DynamicTest.dynamicTest(c.arguments()[1].description() + " " + backend + " axis "
                                + axis, () -> {
                            check(c, sum("Exp(-g * SqDist(x,y)) * b", axis, backend), sum(MASK
                                    + " * Exp(-g * SqDist(x,y)) * b", axis, backend));
                            check(c, sum("g * Elem(x,0) + b", axis, backend), sum(MASK
                                    + " * (g * Elem(x,0) + b)", axis, backend));
                            check(c, lse("-g * SqDist(x,y)", "Exp(b)", axis, backend), lse("-g * SqDist(x,y)", MASK
                                    + " * Exp(b)", axis, backend));
                        }))));
    }

    private static Genred sum(String formula, int axis, Backend backend) {
        return Genred.of(formula, ALIASES).axis(axis).backend(backend).build();
    }

    private static Genred lse(String formula, String weight, int axis, Backend backend) {
        return Genred.of(formula, ALIASES).reduction(Reduction.LOG_SUM_EXP).weight(weight).axis(axis)
                .backend(backend).build();
    }

    private static void check(Case c, Genred plain, Genred masked) {
        Arena arena = Arena.ofAuto();
        Genred sparse = plain.ranges(c.ranges());
        Tensor expected = masked.call(arena, c.arguments());
        Compare.arrays(expected.toDoubleArray(), sparse.call(arena, c.arguments()).toDoubleArray(), 1e-12,
                plain.toString());
        assertArrayEquals(sparse.call(arena, c.arguments()).toDoubleArray(),
                sparse.threads(1).call(arena, c.arguments()).toDoubleArray(), "one thread, the same bits");
        Tensor e = Numbers.tensor(9, DType.FLOAT64, expected.shape());
        List<Tensor> right = masked.gradient("g", "x", "y", "b").call(arena, e, c.arguments());
        List<Tensor> gradients = sparse.gradient("g", "x", "y", "b").call(arena, e, c.arguments());
        for (int k = 0; k < right.size(); k++) {
            Compare.arrays(right.get(k).toDoubleArray(), gradients.get(k).toDoubleArray(), 1e-11, plain + " by "
                    + ALIASES[k]);
        }
    }

    @TestFactory
    Stream<DynamicTest> smallestValuesAndTheirIndices() {
        return Stream.of(Case.draw(1, 4, 5), LARGE).flatMap(c -> backends(c)
                .flatMap(backend -> Stream.of(0, 1).map(axis -> DynamicTest.dynamicTest(
                        c.arguments()[1].description() + " " + backend + " axis " + axis, () -> {
            for (Reduction reduction :
                    List.of(Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(3), Reduction.kMinArgKMin(30),
                    Reduction.kMaxArgKMax(3))) {
                GenredBuilder plain = Genred.of("SqDist(x,y) + 0.001 * J", ALIASES).reduction(reduction).axis(axis)
                        .backend(backend);
                // NaN is no candidate.
                GenredBuilder masked = Genred.of("SqDist(x,y) + 0.001 * J + Log(" + MASK + " - 0.5) * 0", ALIASES)
                        .reduction(reduction).axis(axis).backend(backend);
                Genred sparse = plain.build().ranges(c.ranges());
                List<Tensor> expected = masked.build().callAll(Arena.ofAuto(), c.arguments());
                List<Tensor> actual = sparse.callAll(Arena.ofAuto(), c.arguments());
                Compare.arrays(expected.getFirst().toDoubleArray(), actual.getFirst().toDoubleArray(), 1e-13, "values");
                assertArrayEquals(expected.getLast().toLongArray(), actual.getLast().toLongArray(), "indices");
                Tensor e = Numbers.tensor(9, DType.FLOAT64, expected.getFirst().shape());
                Compare.arrays(masked.build().gradient("y").call(Arena.ofAuto(), e, c.arguments()).getFirst()
                        .toDoubleArray(),
                        sparse.gradient("y").call(Arena.ofAuto(), e, c.arguments()).getFirst().toDoubleArray(),
                        1e-12, "by y");
            }
        }))));
    }

    @Test
    void theSixArraysOfTheOriginal() {
        // Rows i 0..1 meet rows j 1..2 and 4; rows i 3..4 meet j 0.
        long[][] rangesI = {{0, 2}, {3, 5}};
        long[] slicesI = {2, 3};
        long[][] redrangesJ = {{1, 3}, {4, 5}, {0, 1}};
        long[][] rangesJ = {{0, 1}, {1, 3}, {4, 5}};
        long[] slicesJ = {1, 2, 3};
        long[][] redrangesI = {{3, 5}, {0, 2}, {0, 2}};
        Ranges ranges = Ranges.of(rangesI, slicesI, redrangesJ, rangesJ, slicesJ, redrangesI);
        assertArrayEquals(rangesI, ranges.rangesI());
        assertArrayEquals(slicesI, ranges.slicesI());
        assertArrayEquals(redrangesJ, ranges.redrangesJ());
        assertArrayEquals(rangesJ, ranges.rangesJ());
        assertArrayEquals(slicesJ, ranges.slicesJ());
        assertArrayEquals(redrangesI, ranges.redrangesI());
        assertArrayEquals(redrangesJ, ranges.swapAxes().redrangesI());
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5}, 5, 1);
        Tensor y = Tensor.of(new double[] {1, 10, 100, 1000, 10000}, 5, 1);
        Genred product = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).build().ranges(ranges);
        assertArrayEquals(new double[] {10110, 20220, 0, 4, 5}, product.call(Arena.ofAuto(), x, y).toDoubleArray());
        Genred other = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(0).build();
        assertArrayEquals(new double[] {9, 30, 300, 0, 30000}, other.ranges(ranges).call(Arena.ofAuto(), x, y)
                .toDoubleArray());
        assertArrayEquals(new double[] {9, 30, 300, 0, 30000}, Genred.of("x * y", "x = Vj(1)", "y = Vi(1)")
                .axis(1).build()
                .ranges(ranges.swapAxes()).call(Arena.ofAuto(), x, y).toDoubleArray());
        LazyTensor k = LazyTensor.vi(x).times(LazyTensor.vj(y)).ranges(ranges);
        assertArrayEquals(new double[] {10110, 20220, 0, 4, 5}, k.sum(1).toDoubleArray());
        assertArrayEquals(new double[] {9, 30, 300, 0, 30000}, k.transpose().sum(1).toDoubleArray());
        assertArrayEquals(new double[] {9, 30, 300, 0, 30000}, k.sum(0).toDoubleArray());
        // Each element of a batch has the same ranges.
        Tensor twice = Tensor.of(new double[] {1, 2, 3, 4, 5, 2, 4, 6, 8, 10}, 2, 5, 1);
        assertArrayEquals(new double[] {10110, 20220, 0, 4, 5, 20220, 40440, 0, 8, 10},
                product.call(Arena.ofAuto(), twice, y).toDoubleArray());
        // On a tape, too.
        try (Tape tape = new Tape()) {
            TapeVariable v = tape.variable(y);
            TapeVariable slope = tape.differentiableGradients(Reductions.of(product, tape.constant(x), v).square()
                    .sum(), v).getFirst();
            assertArrayEquals(new double[] {2 * (4 * 4 + 5 * 5), 2 * (10110 + 2 * 20220), 2 * (10110 + 2 * 20220), 0,
                2 * (10110 + 2 * 20220)}, slope.value().toDoubleArray());
        }
    }

    @Test
    void rangesThatAreNone() {
        long[][] one = {{0, 2}};
        long[] slice = {1};
        assertMessage("a range must be {from, to} with 0 <= from <= to, but is [2, 1]",
                () -> Ranges.of(new long[][] {{2, 1}}, slice, one, one, slice, one));
        assertMessage("there are 1 ranges of rows i, but 2 slices",
                () -> Ranges.of(one, new long[] {1, 1}, one, one, slice, one));
        assertMessage("slice 0 of rows j must be from 0 to 1, but is 2",
                () -> Ranges.of(one, slice, one, one, new long[] {2}, one));
        // What is given is copied, and put in order: ranges that touch are one.
        long[][] columns = {{3, 4}, {0, 1}, {1, 3}};
        Ranges ordered = Ranges.fromMatrix(one, columns, new boolean[][] {{true, true, true}});
        columns[0][0] = 77;
        ordered.redrangesJ()[0][0] = 77;
        assertArrayEquals(new long[][] {{0, 4}}, ordered.redrangesJ());
        assertArrayEquals(new long[][] {{0, 1}, {1, 3}, {3, 4}}, ordered.rangesJ());
        assertMessage("the blocks of rows i from 0 to 2 and from 1 to 3 overlap",
                () -> Ranges.fromMatrix(new long[][] {{1, 3}, {0, 2}}, one, new boolean[2][1]));
        assertMessage("of one block overlap",
                () -> Ranges.fromMatrix(one, new long[][] {{1, 3}, {0, 2}}, new boolean[][] {{true, true}}));
        assertMessage("the same pairs for both axes, but there are 4 by rows i and 2 by rows j",
                () -> Ranges.of(one, slice, one, one, slice, new long[][] {{0, 1}}));
        assertMessage("keep must have a row for each of 1 clusters, but has 2",
                () -> Ranges.fromMatrix(one, one, new boolean[2][1]));
        assertMessage("keep must have a column for each of 1 clusters",
                () -> Ranges.fromMatrix(one, one, new boolean[1][2]));
        Genred sum = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).build()
                .ranges(Ranges.fromMatrix(one, new long[][] {{0, 9}}, new boolean[][] {{true}}));
        Tensor x = Numbers.tensor(1, DType.FLOAT64, 3, 1);
        assertMessage("the range from 0 to 9 of rows j goes beyond the 3 rows that there are",
                () -> sum.call(Arena.ofAuto(), x, x));
        assertMessage("of rows i goes beyond the 1 rows",
                () -> sum.call(Arena.ofAuto(), x.rows(0, 1), Numbers.tensor(1, DType.FLOAT64, 9, 1)));
        assertEquals(0, sum.call(Arena.ofAuto(), x, Numbers.tensor(1, DType.FLOAT64, 9, 1)).doubleAt(2));
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
