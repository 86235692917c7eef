package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch of clouds of different lengths is as many calls, one for each cloud. */
class CloudsTest {
    private static final long[] ROWS = {3, 0, 17, 1, 8, 0, 33, 2};
    private static final long[] COLUMNS = {5, 2, 16, 0, 9, 0, 31, 1};
    private static final String[] ALIASES = {"x = Vi(2)", "y = Vj(2)", "b = Vj(1)"};

    private static long sum(long... lengths) {
        return Arrays.stream(lengths).sum();
    }

    private static Tensor[] arguments(DType dtype) {
        return new Tensor[] {Numbers.tensor(1, dtype, sum(ROWS), 2), Numbers.tensor(2, dtype, sum(COLUMNS), 2),
            Numbers.tensor(3, dtype, sum(COLUMNS), 1)};
    }

    private static Tensor[] ofCloud(Tensor[] all, int cloud) {
        long i = sum(Arrays.copyOf(ROWS, cloud));
        long j = sum(Arrays.copyOf(COLUMNS, cloud));
        return new Tensor[] {all[0].rows(i, i + ROWS[cloud]), all[1].rows(j, j + COLUMNS[cloud]),
                all[2].rows(j, j + COLUMNS[cloud])};
    }

    static Stream<Reduction> reductions() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(3),
                Reduction.kMaxArgKMax(20));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void areReducedOverEitherAxis(Reduction reduction) {
        Ranges clouds = Ranges.ofLengths(ROWS, COLUMNS);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (int axis : new int[] {0, 1}) {
                    Genred genred = Genred.of("Exp(-SqDist(x,y)) * b", ALIASES).reduction(reduction).axis(axis)
                            .backend(backend).build();
                    Tensor[] all = arguments(dtype);
                    List<Tensor> results = genred.ranges(clouds).callAll(Arena.ofAuto(), all);
                    long[] own = axis == 1 ? ROWS : COLUMNS;
                    long[] others = axis == 1 ? COLUMNS : ROWS;
                    for (int cloud = 0; cloud < own.length; cloud++) {
                        long start = sum(Arrays.copyOf(own, cloud));
                        List<Tensor> expected = genred.backend(Backend.REFERENCE)
                                .callAll(Arena.ofAuto(), ofCloud(all, cloud));
                        for (int k = 0; k < results.size(); k++) {
                            Tensor part = results.get(k).rows(start, start + own[cloud]);
                            String what = reduction + " " + backend + " " + dtype + " axis " + axis + " cloud " + cloud;
                            if (part.dtype() == DType.INT64) {
                                long before = sum(Arrays.copyOf(others, cloud));
                                assertArrayEquals(expected.get(k).toLongArray(), Arrays.stream(part.toLongArray())
                                        .map(index -> index < 0 ? index : index - before).toArray(), what);
                            } else {
                                Compare.arrays(expected.get(k).toDoubleArray(), part.toDoubleArray(),
                                        dtype == DType.FLOAT32 ? 1e-5 : 1e-12, what);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void gradientsStayWithinClouds() {
        Ranges clouds = Ranges.ofLengths(ROWS, COLUMNS);
        Tensor[] all = arguments(DType.FLOAT64);
        Genred genred = Genred.of("Exp(-SqDist(x,y)) * b", ALIASES).axis(1).build();
        Tensor e = Numbers.tensor(4, DType.FLOAT64, sum(ROWS), 1);
        List<Tensor> gradients = genred.ranges(clouds).gradient().call(Arena.ofAuto(), e, all);
        try (Tape tape = new Tape()) {
            TapeVariable[] variables = Arrays.stream(all).map(tape::variable).toArray(TapeVariable[]::new);
            TapeVariable loss = Reductions.of(genred.ranges(clouds), variables).times(tape.constant(e)).sum();
            List<Tensor> onTape = tape.gradients(loss, variables);
            for (int k = 0; k < 3; k++) {
                assertArrayEquals(gradients.get(k).toDoubleArray(), onTape.get(k).toDoubleArray(), 1e-14);
            }
        }
        for (int cloud = 0; cloud < ROWS.length; cloud++) {
            long i = sum(Arrays.copyOf(ROWS, cloud));
            long j = sum(Arrays.copyOf(COLUMNS, cloud));
            List<Tensor> expected = genred.backend(Backend.REFERENCE).gradient()
                    .call(Arena.ofAuto(), e.rows(i, i + ROWS[cloud]), ofCloud(all, cloud));
            for (int k = 0; k < 3; k++) {
                long start = k == 0 ? i : j;
                Tensor part = gradients.get(k).rows(start, start + expected.get(k).size(0));
                Compare.arrays(expected.get(k).toDoubleArray(), part.toDoubleArray(), 1e-12,
                        "cloud " + cloud + " by " + k);
            }
        }
    }

    @Test
    void lazyTensorsTakeThem() {
        Tensor[] all = arguments(DType.FLOAT64);
        Ranges clouds = Ranges.ofLengths(ROWS, COLUMNS);
        LazyTensor distance = LazyTensor.vi(all[0]).sqDist(LazyTensor.vj(all[1])).ranges(clouds);
        assertArrayEquals(Genred.of("SqDist(x,y)", "x = Vi(2)", "y = Vj(2)").reduction(Reduction.argKMin(2))
                .axis(1).build()
                .ranges(clouds).call(Arena.ofAuto(), all[0], all[1]).toLongArray(), distance.argKMin(2, 1)
                        .toLongArray());
    }

    @Test
    void offsetsAreLengthsSummed() {
        Genred count = Genred.of("x * 0 + 1 + y * 0", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor x = Numbers.tensor(1, DType.FLOAT64, 6, 1);
        Tensor y = Numbers.tensor(2, DType.FLOAT64, 5, 1);
        double[] expected = {2, 2, 0, 3, 3, 3};
        assertArrayEquals(expected, count.ranges(Ranges.ofLengths(new long[] {2, 1, 3, 0}, new long[] {2, 0, 3, 0}))
                .call(Arena.ofAuto(), x, y).toDoubleArray());
        assertArrayEquals(expected,
                count.ranges(Ranges.ofOffsets(new long[] {0, 2, 3, 6, 6}, new long[] {0, 2, 2, 5, 5}))
                .call(Arena.ofAuto(), x, y).toDoubleArray());
        Ranges none = Ranges.ofLengths(new long[0], new long[0]);
        assertArrayEquals(new double[6], count.ranges(none).call(Arena.ofAuto(), x, y).toDoubleArray());
    }

    @Test
    void wrongLengthsSayWhatIsWrong() {
        refused("there must be as many clouds of rows i as of rows j, but there are 2 and 1",
                () -> Ranges.ofLengths(new long[] {1, 2}, new long[] {3}));
        refused("the lengths of the clouds of rows j must be 0 or more, and together a number of rows, but that of "
                + "cloud 1 is -2", () -> Ranges.ofLengths(new long[] {1, 2}, new long[] {3, -2}));
        refused("the lengths of the clouds of rows i must be 0 or more, and together a number of rows, but that of "
                + "cloud 1 is 1", () -> Ranges.ofLengths(new long[] {Long.MAX_VALUE, 1}, new long[] {3, 2}));
        refused("the offsets of the clouds of rows i must start with 0, but there are none",
                () -> Ranges.ofOffsets(new long[0], new long[0]));
        refused("the offsets of the clouds of rows j must start with 0, but start with 1",
                () -> Ranges.ofOffsets(new long[] {0, 2}, new long[] {1, 2}));
        refused("the offsets of the clouds of rows i must not descend, but 1 follows 2",
                () -> Ranges.ofOffsets(new long[] {0, 2, 1}, new long[] {0, 2, 3}));
        Genred genred = Genred.of("x + y", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor three = Numbers.tensor(1, DType.FLOAT64, 3, 1);
        refused("the range from 0 to 4 of rows i goes beyond the 3 rows that there are", () -> genred
                .ranges(Ranges.ofLengths(new long[] {4}, new long[] {3})).call(Arena.ofAuto(), three, three));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable executable) {
        assertEquals(message, assertThrows(FormulaException.class, executable).getMessage());
    }
}
