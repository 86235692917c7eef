package keops.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.reflect.Array;
import java.util.Random;
import keops.cpu.code.ElementKind;
import keops.cpu.layout.Inputs;
import keops.plan.Unwatched;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Working memory in either compute type: loops as they are written in their Javadoc, beside plain ones. */
class ScratchTest {
    private static final int ROOM = 4096;

    private static Scratch scratch(ElementKind kind) {
        var scratch = new Scratch(kind);
        scratch.require(ROOM, ROOM, ROOM, ROOM, ROOM);
        return scratch;
    }

    /** Numbers that float32 holds exactly. */
    private static Tensor tensor(ElementKind kind, int rows, int dim, Random random) {
        Tensor tensor = kind == ElementKind.FLOAT
                ? Tensor.of(new float[rows * dim], rows, dim)
                : Tensor.of(new double[rows * dim], rows, dim);
        for (int k = 0; k < rows * dim; k++) {
            tensor.setDoubleAt(k, random.nextInt(1 << 20));
        }
        return tensor;
    }

    private static double at(Object array, int index) {
        return Array.getDouble(array, index);
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void columnsAreScatteredInShortAndLongRuns(ElementKind kind) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int length : new int[] {1, 3, 11, 12, 20}) {
            int dim = length + random.nextInt(5);
            int component = random.nextInt(dim - length + 1);
            int count = 1 + random.nextInt(40);
            int stride = length + 2;
            Scratch scratch = scratch(kind);
            Tensor tensor = tensor(kind, count + 3, dim, random);
            scratch.stage(tensor, 3L * dim, count * dim);
            scratch.scatterColumns(count, dim, new Inputs.Run(component, 2, length), stride);
            for (int j = 0; j < count; j++) {
                for (int k = 0; k < length; k++) {
                    assertEquals(tensor.doubleAt((long) (j + 3) * dim + component + k),
                            at(scratch.columns(), j * stride + 2 + k), "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void theLastColumnFillsTheLanesBeyondIt(ElementKind kind) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int lanes = 8;
        for (int count : new int[] {1, 7, 8, 9, 30}) {
            Scratch scratch = scratch(kind);
            Tensor tensor = tensor(kind, count, 3, random);
            scratch.stage(tensor, 0, count * 3);
            scratch.interleaveColumns(count, 3, new Inputs.Run(1, 0, 2), 3 * lanes, lanes);
            for (int j = 0; j < Math.ceilDiv(count, lanes) * lanes; j++) {
                for (int k = 0; k < 2; k++) {
                    assertEquals(tensor.doubleAt(Math.min(j, count - 1) * 3L + 1 + k),
                            at(scratch.columns(), j / lanes * 3 * lanes + k * lanes + j % lanes), "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void rowsStandSideBySideAndTheLastFillsTheBlock(ElementKind kind) {
        var random = new Random(5);
        Scratch scratch = scratch(kind);
        Tensor tensor = tensor(kind, 5, 2, random);
        scratch.stage(tensor, 0, 10);
        scratch.scatterRows(5, 8, 2, 1, 16);
        for (int i = 0; i < 8; i++) {
            assertEquals(tensor.doubleAt(Math.min(i, 4) * 2L + 1), at(scratch.rows(), 16 + i));
        }
        scratch.broadcastRows(2, 3, 4, 2, 0, 100);
        for (int i = 0; i < 12; i++) {
            assertEquals(tensor.doubleAt(Math.min(i / 4, 1) * 2L), at(scratch.rows(), 100 + i));
        }
        scratch.setRow(7, 2.5);
        assertEquals(2.5, at(scratch.rows(), 7));
        scratch.copyRows(scratch.rows(), 100, 0, 4);
        assertEquals(tensor.doubleAt(0), at(scratch.rows(), 3));
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void accumulatorsAreAddedSlotBySlot(ElementKind kind) {
        Scratch scratch = scratch(kind);
        for (int k = 0; k < 12; k++) {
            scratch.fillResults(k, 1, k);
        }
        double[] totals = new double[7];
        double[] errors = new double[7];
        scratch.addResults(totals, errors, 1, 0, 3, 2, 2);
        assertArrayEquals(new double[] {0, 0, 1, 2, 6, 7, 8}, totals);
        scratch.addErrors(errors, 1, 3, 3, 2, 2);
        assertArrayEquals(new double[] {0, 3, 4, 5, 9, 10, 11}, errors);
        double[] read = new double[3];
        scratch.getResults(read, 1, 10, 2);
        assertArrayEquals(new double[] {0, 10, 11}, read);
        scratch.setResults(new double[] {7, 8, 9}, 1, 2);
        scratch.getResults(read, 0, 0, 3);
        assertArrayEquals(new double[] {8, 9, 2}, read);
    }

    @Test
    void inFloat64TheRoundingErrorsOfTotalsAreKept() {
        Scratch scratch = scratch(ElementKind.DOUBLE);
        scratch.fillResults(0, 1, 1e-20);
        double[] totals = {1};
        double[] errors = {0};
        scratch.addResults(totals, errors, 0, 0, 1, 1, 1);
        assertArrayEquals(new double[] {1}, totals);
        assertArrayEquals(new double[] {1e-20}, errors);
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void sumsForColumnsAreTakenFromTheirLanesAndStartAgain(ElementKind kind) {
        for (int lanes : new int[] {2, 4, 16}) {
            Scratch scratch = scratch(kind);
            scratch.requireColumnSums(2 * 5 * lanes);
            Object sums = columnSums(scratch);
            for (int k = 0; k < 2 * 5 * lanes; k++) {
                set(sums, k, k);
            }
            double[] target = new double[6];
            scratch.takeColumnSums(target, 2, 3, 5, lanes);
            for (int slot = 0; slot < 2; slot++) {
                for (int j = 0; j < 3; j++) {
                    int from = (slot * 5 + j) * lanes;
                    assertEquals(lanes * from + lanes * (lanes - 1) / 2.0, target[j * 2 + slot]);
                    assertEquals(0, at(sums, from));
                }
            }
            assertEquals(3 * lanes, at(sums, 3 * lanes));
        }
    }

    /** A kernel gets them with its operands. */
    private static Object columnSums(Scratch scratch) {
        var seen = new Object[1];
        scratch.operands(0, null, Unwatched.CALL).run(
                (_, _, _, _, _, _, _, _, columnSums, _, _) -> {
                    seen[0] = columnSums;
                    return 0;
                }, 0, 0, new int[0]);
        return seen[0];
    }

    private static void set(Object array, int at, double value) {
        if (array instanceof float[] floats) {
            floats[at] = (float) value;
        } else {
            ((double[]) array)[at] = value;
        }
    }

    @Test
    void halvesAndIntegersAreWidened() {
        Scratch floats = scratch(ElementKind.FLOAT);
        Scratch doubles = scratch(ElementKind.DOUBLE);
        for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.INT32, DType.INT64}) {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, 4, 1);
            for (int k = 0; k < 4; k++) {
                set(tensor, k, k - 2);
            }
            for (Scratch scratch : dtype.isFloating() ? new Scratch[] {floats} : new Scratch[] {floats, doubles}) {
                scratch.stage(tensor, 1, 3);
                scratch.scatterColumns(3, 1, new Inputs.Run(0, 0, 1), 1);
                for (int k = 0; k < 3; k++) {
                    assertEquals(k - 1, at(scratch.columns(), k), dtype.toString());
                }
            }
        }
        Tensor wide = Tensor.of(new double[1], 1, 1);
        assertThrows(IllegalArgumentException.class, () -> floats.stage(wide, 0, 1));
    }

    private static void set(Tensor tensor, int at, int value) {
        if (tensor.dtype().isFloating()) {
            tensor.setDoubleAt(at, value);
        } else {
            tensor.setLongAt(at, value);
        }
    }

    @Test
    void itGrowsWhenMoreIsNeededAndNotElse() {
        Scratch scratch = scratch(ElementKind.FLOAT);
        Object rows = scratch.rows();
        scratch.require(10, 10, 10, 10, 10);
        assertSame(rows, scratch.rows());
        scratch.require(ROOM + 1, 0, 0, 0, 0);
        assertEquals(ROOM + 1, Array.getLength(scratch.rows()));
    }
}
