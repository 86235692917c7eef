package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertIndexError;
import static keops.tensor.Errors.assertNullError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorConstructionTest {
    @Test
    void viewsASegmentWithoutCopying() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(48, 4);
            Tensor x = Tensor.of(segment, DType.FLOAT32, 3, 4);
            x.setDouble(2.5, 1, 2);
            assertEquals(2.5f, segment.getAtIndex(ValueLayout.JAVA_FLOAT, 6));
            assertEquals(DType.FLOAT32, x.dtype());
            assertArrayEquals(new long[] {3, 4}, x.shape());
            assertEquals(2, x.rank());
            assertEquals(3, x.size(0));
            assertEquals(4, x.size(1));
            assertEquals(12, x.count());
            assertEquals(48, x.byteSize());
            assertEquals(ByteOrder.nativeOrder(), x.order());
            assertEquals(segment, x.segment());
            assertEquals("float32 (3, 4)", x.description());
        }
    }

    @Test
    void coversExactlyTheBytesItNeedsOfALargerSegment() {
        Tensor x = Tensor.of(MemorySegment.ofArray(new double[10]), DType.FLOAT64, 2, 3);
        assertEquals(48, x.segment().byteSize());
    }

    @Test
    void refusesASegmentThatIsTooSmall() {
        MemorySegment segment = MemorySegment.ofArray(new float[10]);
        assertFormulaError(
                "a tensor float32 (3, 4) needs 48 bytes, but the segment has 40",
                () -> Tensor.of(segment, DType.FLOAT32, 3, 4));
        assertFormulaError(
                "a tensor int64 () needs 8 bytes, but the segment has 0",
                () -> Tensor.of(MemorySegment.ofArray(new long[0]), DType.INT64));
    }

    @Test
    void refusesMisalignedNativeMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment odd = arena.allocate(64, 8).asSlice(4);
            String address = String.format(Locale.ROOT, "0x%x", odd.address());
            assertFormulaError(
                    "a tensor float64 (2) needs memory aligned to 8 bytes, but the segment begins at the address "
                            + address,
                    () -> Tensor.of(odd, DType.FLOAT64, 2));
            assertEquals(2, Tensor.of(odd, DType.FLOAT32, 2).count());
        }
    }

    @Test
    void refusesHeapMemoryThatDoesNotGuaranteeItsAlignment() {
        assertFormulaError(
                "a tensor float32 (2) needs memory aligned to 4 bytes, but the heap segment (over byte[]) guarantees"
                        + " only 1: use a float[] or native memory",
                () -> Tensor.of(MemorySegment.ofArray(new byte[64]), DType.FLOAT32, 2));
        assertFormulaError(
                "a tensor float64 (2) needs memory aligned to 8 bytes, but the heap segment (over float[]) guarantees"
                        + " only 4: use a double[] or native memory",
                () -> Tensor.of(MemorySegment.ofArray(new float[64]), DType.FLOAT64, 2));
        assertFormulaError(
                "a tensor int64 (2) needs memory aligned to 8 bytes, but the heap segment (over long[]) guarantees"
                        + " only 4: use a long[] or native memory",
                () -> Tensor.of(MemorySegment.ofArray(new long[64]).asSlice(4), DType.INT64, 2));
        assertFormulaError(
                "a tensor float32 (2) needs memory aligned to 4 bytes, but the heap segment (read-only) guarantees"
                        + " only 1: use a float[] or native memory",
                () -> Tensor.of(MemorySegment.ofArray(new byte[64]).asReadOnly(), DType.FLOAT32, 2));
    }

    @Test
    void viewsArraysOfAnotherTypeThatAreAlignedEnough() {
        Tensor x = Tensor.of(MemorySegment.ofArray(new double[] {1, 2}), DType.INT64, 2);
        assertEquals(Double.doubleToLongBits(2), x.longAt(1));
        assertEquals(4, Tensor.of(MemorySegment.ofArray(new int[4]), DType.FLOAT32, 4).count());
    }

    @Test
    void refusesWrongShapes() {
        MemorySegment segment = MemorySegment.ofArray(new float[1]);
        assertFormulaError(
                "the shape (-3) has the negative size -3 along axis 0", () -> Tensor.of(segment, DType.FLOAT32, -3));
        assertFormulaError(
                "a tensor float32 (4611686018427387904) has more than 2^63 - 1 bytes",
                () -> Tensor.of(segment, DType.FLOAT32, 1L << 62));
    }

    @Test
    void namesTheArgumentThatIsNull() {
        MemorySegment segment = MemorySegment.ofArray(new float[1]);
        assertNullError("segment is null", () -> Tensor.of((MemorySegment) null, DType.FLOAT32, 1));
        assertNullError("dtype is null", () -> Tensor.of(segment, null, 1));
        assertNullError("order is null", () -> Tensor.of(segment, DType.FLOAT32, (ByteOrder) null, 1));
        assertNullError("shape is null", () -> Tensor.of(segment, DType.FLOAT32, (long[]) null));
        assertNullError("data is null", () -> Tensor.of((float[]) null, 1));
        assertNullError("data is null", () -> Tensor.of((double[]) null, 1));
        assertNullError("data is null", () -> Tensor.of((long[]) null, 1));
        assertNullError("shape is null", () -> Tensor.of(new float[1], (long[]) null));
        assertNullError("rows is null", () -> Tensor.of((float[][]) null));
        assertNullError("rows is null", () -> Tensor.of((double[][]) null));
        assertNullError("row 1 is null", () -> Tensor.of(new double[][] {{1}, null}));
        assertNullError("arena is null", () -> Tensor.allocate(null, DType.FLOAT32, 1));
        assertNullError("dtype is null", () -> Tensor.allocate(Arena.ofAuto(), null, 1));
        assertNullError("shape is null", () -> Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, (long[]) null));
        assertNullError("dtype is null", () -> Tensor.vector(null, 1));
        assertNullError("values is null", () -> Tensor.vector(DType.FLOAT32, (double[]) null));
    }

    @Test
    void viewsArraysWithoutCopying() {
        float[] floats = new float[6];
        double[] doubles = new double[6];
        long[] longs = new long[6];
        Tensor.of(floats, 2, 3).setDouble(1, 1, 0);
        Tensor.of(doubles, 2, 3).setDouble(2, 1, 0);
        Tensor.of(longs, 2, 3).setLong(3, 1, 0);
        assertEquals(1, floats[3]);
        assertEquals(2, doubles[3]);
        assertEquals(3, longs[3]);
        Tensor x = Tensor.of(floats, 3, 2);
        floats[5] = 7;
        assertEquals(7, x.getDouble(2, 1));
    }

    @Test
    void givesAnArrayWithoutShapeRankOne() {
        assertEquals("float32 (6)", Tensor.of(new float[6]).description());
        assertEquals("float64 (0)", Tensor.of(new double[0]).description());
        assertEquals("int64 (2)", Tensor.of(new long[] {1, 2}).description());
    }

    @Test
    void refusesAnArrayOfAnotherLengthThanItsShape() {
        assertFormulaError(
                "a tensor float32 (3, 4) has 12 elements, but the array has 10",
                () -> Tensor.of(new float[10], 3, 4));
        assertFormulaError(
                "a tensor float64 (3, 4) has 12 elements, but the array has 13",
                () -> Tensor.of(new double[13], 3, 4));
        assertFormulaError(
                "a tensor int64 (0, 4) has 0 elements, but the array has 1", () -> Tensor.of(new long[1], 0, 4));
    }

    @Test
    void copiesMatrices() {
        float[][] floats = {{1, 2, 3}, {4, 5, 6}};
        Tensor x = Tensor.of(floats);
        floats[1][0] = 99;
        assertEquals("float32 (2, 3)", x.description());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toFloatArray());
        assertTrue(x.isAccessibleByAllThreads());
        Tensor y = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertEquals("float64 (3, 2)", y.description());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, y.toDoubleArray());
        assertEquals("float32 (0, 0)", Tensor.of(new float[0][]).description());
        assertEquals("float64 (2, 0)", Tensor.of(new double[2][0]).description());
    }

    @Test
    void refusesRaggedMatrices() {
        assertFormulaError(
                "a matrix must be rectangular, but row 2 has 1 elements and row 0 has 2",
                () -> Tensor.of(new float[][] {{1, 2}, {3, 4}, {5}}));
        assertFormulaError(
                "a matrix must be rectangular, but row 1 has 3 elements and row 0 has 0",
                () -> Tensor.of(new double[][] {{}, {1, 2, 3}}));
    }

    @Test
    void makesVectorsOfParameters() {
        assertArrayEquals(new float[] {0.1f, -2}, Tensor.vector(DType.FLOAT32, 0.1, -2).toFloatArray());
        assertArrayEquals(new double[] {0.1}, Tensor.vector(DType.FLOAT64, 0.1).toDoubleArray());
        assertArrayEquals(
                new long[] {3, -(1L << 53)}, Tensor.vector(DType.INT64, 3, -0x1p53).toLongArray());
        assertEquals("float64 (0)", Tensor.vector(DType.FLOAT64).description());
        assertEquals(Double.POSITIVE_INFINITY, Tensor.vector(DType.FLOAT32, Double.POSITIVE_INFINITY).doubleAt(0));
        assertTrue(Double.isNaN(Tensor.vector(DType.FLOAT32, Double.NaN).doubleAt(0)));
        assertEquals(Long.MIN_VALUE, Tensor.vector(DType.INT64, -0x1p63).longAt(0));
        assertArrayEquals(new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE},
                Tensor.vector(DType.INT32, Integer.MAX_VALUE, Integer.MIN_VALUE).toLongArray());
    }

    @Test
    void keepsAVectorApartFromTheArrayItCameFrom() {
        double[] values = {1, 2};
        Tensor vector = Tensor.vector(DType.FLOAT64, values);
        values[0] = 99;
        assertEquals(1, vector.doubleAt(0));
    }

    @Test
    void refusesValuesThatTheTypeOfAVectorCannotHold() {
        assertFormulaError(
                "the value at 1 is 1.0E39, which is too large for float32",
                () -> Tensor.vector(DType.FLOAT32, 1, 1e39));
        assertFormulaError(
                "the value at 0 is 0.5, which is not a whole number of int64", () -> Tensor.vector(DType.INT64, 0.5));
        assertFormulaError(
                "the value at 0 is NaN, which is not a whole number of int64",
                () -> Tensor.vector(DType.INT64, Double.NaN));
        assertFormulaError(
                "the value at 0 is 9.223372036854776E18, which is not a whole number of int64",
                () -> Tensor.vector(DType.INT64, 0x1p63));
        assertFormulaError(
                "the value at 0 is -Infinity, which is not a whole number of int64",
                () -> Tensor.vector(DType.INT64, Double.NEGATIVE_INFINITY));
        assertFormulaError(
                "the value at 0 is 2.147483648E9, which is not a whole number of int32",
                () -> Tensor.vector(DType.INT32, 0x1p31));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void allocatesZerosOnAlignedMemory(DType dtype) {
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 5; i++) {
                Tensor x = Tensor.allocate(arena, dtype, 5, 3);
                assertEquals(0, x.segment().address() % 64);
                assertEquals(15L * dtype.bytes(), x.byteSize());
                for (long element = 0; element < x.count(); element++) {
                    assertEquals(0, x.doubleAt(element));
                }
            }
            assertEquals(0, Tensor.allocate(arena, dtype, 0, 3).count());
            assertEquals(1, Tensor.allocate(arena, dtype).count());
        }
    }

    @Test
    void refusesToAllocateFromAnArenaThatCannotGiveMemory() throws InterruptedException {
        Arena closed = Arena.ofConfined();
        closed.close();
        assertFormulaError(
                "a tensor float32 (2) cannot be allocated: the arena is closed",
                () -> Tensor.allocate(closed, DType.FLOAT32, 2));
        try (Arena arena = Arena.ofConfined()) {
            Thread other = Thread.ofPlatform().start(() -> assertFormulaErrorInThread(arena));
            other.join();
        }
        assertEquals("a tensor float32 (2) cannot be allocated: the arena is confined to another thread", seen);
    }

    private volatile String seen = "";

    private void assertFormulaErrorInThread(Arena arena) {
        try {
            seen = Tensor.allocate(arena, DType.FLOAT32, 2).description();
        } catch (FormulaException e) {
            seen = e.getMessage();
        }
    }

    @Test
    void allocatesNothingForWrongShapes() {
        assertThrows(FormulaException.class, () -> Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 2, -2));
        assertThrows(FormulaException.class, () -> Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 1L << 60, 1L << 60));
    }

    @Test
    void mayHaveAnyRank() {
        Tensor scalar = Tensor.of(MemorySegment.ofArray(new float[] {7}), DType.FLOAT32);
        assertEquals("float32 ()", scalar.description());
        assertEquals(0, scalar.rank());
        assertEquals(7, scalar.getDouble());
        long[] ones = new long[40];
        Arrays.fill(ones, 1);
        assertEquals(40, Tensor.of(new float[1], ones).rank());
        assertIndexError("the shape () has no axis 0", () -> scalar.size(0));
    }

    @Test
    void isNotChangedByWritesToTheShapeItGave() {
        long[] shape = {2, 3};
        Tensor x = Tensor.of(new float[6], shape);
        shape[0] = 99;
        x.shape()[1] = 99;
        assertEquals("float32 (2, 3)", x.description());
    }
}
