package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertIndexError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorElementsTest {
    private static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

    @Test
    void readsWhatItWroteInEitherByteOrder() {
        Random random = new Random(1);
        try (Arena arena = Arena.ofConfined()) {
            for (ByteOrder order : ORDERS) {
                MemorySegment segment = arena.allocate(80, 8);
                Tensor floats = Tensor.of(segment, DType.FLOAT32, order, 4, 5);
                Tensor doubles = Tensor.of(segment, DType.FLOAT64, order, 2, 5);
                Tensor longs = Tensor.of(segment, DType.INT64, order, 5, 2);
                for (int n = 0; n < 200; n++) {
                    float f = random.nextFloat();
                    double d = random.nextGaussian();
                    long l = random.nextLong();
                    int i = random.nextInt(10);
                    floats.setDouble(f, i % 4, i % 5);
                    assertEquals(f, floats.getDouble(i % 4, i % 5));
                    assertEquals(f, segment.get(ValueLayout.JAVA_FLOAT.withOrder(order), (i % 4 * 5 + i % 5) * 4L));
                    doubles.setDouble(d, i / 5, i % 5);
                    assertEquals(d, doubles.getDouble(i / 5, i % 5));
                    assertEquals(d, segment.get(ValueLayout.JAVA_DOUBLE.withOrder(order), i * 8L));
                    longs.setLong(l, i / 2, i % 2);
                    assertEquals(l, longs.getLong(i / 2, i % 2));
                    assertEquals((double) l, longs.getDouble(i / 2, i % 2));
                    assertEquals(l, segment.get(ValueLayout.JAVA_LONG.withOrder(order), i * 8L));
                }
            }
        }
    }

    @Test
    void viewsAnArrayOfIntsInEitherDirection() {
        int[] data = {1, -2, Integer.MIN_VALUE};
        Tensor x = Tensor.of(data, 3, 1);
        assertEquals("int32 (3, 1)", x.description());
        assertEquals(Integer.MIN_VALUE, x.getLong(2, 0));
        assertEquals(-2, x.getDouble(1, 0));
        x.setLong(Integer.MAX_VALUE, 0, 0);
        assertEquals(Integer.MAX_VALUE, data[0]);
        assertArrayEquals(new long[] {Integer.MAX_VALUE, -2, Integer.MIN_VALUE}, x.toLongArray());
        assertFormulaError("the number 2147483648 is too large for int32", () -> x.setLong(1L << 31, 0, 0));
        assertFormulaError("the tensor int32 (3, 1) holds int32: write it as long", () -> x.setDouble(1, 0, 0));
        Tensor swapped = Tensor.of(MemorySegment.ofArray(new int[] {1}), DType.INT32,
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 1);
        assertEquals(1 << 24, swapped.longAt(0));
        swapped.setLongAt(0, -5);
        assertEquals(-5, swapped.longAt(0));
    }

    @Test
    void reachesElementsByPositionInCOrder() {
        Tensor x = Tensor.of(new double[6], 2, 3);
        x.setDoubleAt(4, 2.5);
        assertEquals(2.5, x.getDouble(1, 1));
        assertEquals(2.5, x.doubleAt(4));
        Tensor n = Tensor.of(new long[6], 3, 2);
        n.setLongAt(5, 7);
        assertEquals(7, n.getLong(2, 1));
        assertEquals(7, n.longAt(5));
    }

    @Test
    void roundsToTheNearestFloat() {
        Tensor x = Tensor.of(new float[1]);
        x.setDouble(0.1, 0);
        assertEquals((double) 0.1f, x.getDouble(0));
    }

    @Test
    void refusesIndicesOutsideOfTheShape() {
        Tensor x = Tensor.of(new float[12], 3, 4);
        assertIndexError("the index 4 along axis 1 is outside of the shape (3, 4)", () -> x.getDouble(2, 4));
        assertIndexError("the index -1 along axis 0 is outside of the shape (3, 4)", () -> x.setDouble(1, -1, 0));
        assertIndexError("the tensor float32 (3, 4) has no element 12", () -> x.doubleAt(12));
        assertIndexError("the tensor float32 (3, 4) has no element -1", () -> x.setDoubleAt(-1, 0));
        assertFormulaError("the shape (3, 4) takes 2 indices, but 3 came", () -> x.getDouble(0, 0, 0));
        Tensor n = Tensor.of(new long[3]);
        assertIndexError("the index 3 along axis 0 is outside of the shape (3)", () -> n.getLong(3));
        assertIndexError("the tensor int64 (3) has no element 3", () -> n.longAt(3));
        assertIndexError("the tensor int64 (3) has no element 3", () -> n.setLongAt(3, 0));
        assertIndexError("the index 9 along axis 0 is outside of the shape (3)", () -> n.setLong(1, 9));
    }

    @Test
    void doesNotMixIntegersAndFloatingNumbersSilently() {
        Tensor x = Tensor.of(new float[3]);
        Tensor n = Tensor.of(new long[3]);
        assertFormulaError("the tensor float32 (3) does not hold integers: read it as double", () -> x.getLong(0));
        assertFormulaError("the tensor float32 (3) does not hold integers: write it as double", () -> x.setLong(1, 0));
        assertFormulaError("the tensor int64 (3) holds int64: write it as long", () -> n.setDouble(1, 0));
        assertEquals(0, n.getDouble(0));
    }

    @Test
    void refusesWritesToReadOnlyMemory() {
        Tensor x = Tensor.of(MemorySegment.ofArray(new float[3]).asReadOnly(), DType.FLOAT32, 3);
        assertEquals(0, x.getDouble(2));
        assertThrows(IllegalArgumentException.class, () -> x.setDouble(1, 0));
    }

    @Test
    void takesRowsOfTheSameMemory() {
        float[] data = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Tensor x = Tensor.of(data, 3, 3);
        Tensor last = x.rows(1, 3);
        assertEquals("float32 (2, 3)", last.description());
        assertArrayEquals(new float[] {4, 5, 6, 7, 8, 9}, last.toFloatArray());
        last.setDouble(-1, 1, 2);
        assertEquals(-1, data[8]);
        assertEquals(24, last.byteSize());
        assertEquals("float32 (0, 3)", x.rows(3, 3).description());
        assertEquals("float32 (3, 3)", x.rows(0, 3).description());
        assertEquals("int64 (1)", Tensor.of(new long[3]).rows(2, 3).description());
        assertEquals("float64 (1, 2, 2)", Tensor.of(new double[12], 3, 2, 2).rows(1, 2).description());
    }

    @Test
    void takesRowsInTheByteOrderOfTheWhole() {
        Tensor x = Tensor.of(MemorySegment.ofArray(new double[4]), DType.FLOAT64, ByteOrder.BIG_ENDIAN, 2, 2);
        x.setDouble(3, 1, 0);
        assertEquals(3, x.rows(1, 2).getDouble(0, 0));
        assertEquals(3, x.reshape(4).getDouble(2));
    }

    @Test
    void takesRowsOfAnEmptyTensor() {
        assertEquals("float32 (0, 3)", Tensor.of(new float[0], 0, 3).rows(0, 0).description());
        assertEquals("float32 (2, 0)", Tensor.of(new float[0], 5, 0).rows(1, 3).description());
    }

    @Test
    void refusesRowsThatAreNotThere() {
        Tensor x = Tensor.of(new float[6], 3, 2);
        assertIndexError("the tensor float32 (3, 2) has no rows from 1 to 4", () -> x.rows(1, 4));
        assertIndexError("the tensor float32 (3, 2) has no rows from -1 to 2", () -> x.rows(-1, 2));
        assertIndexError("the tensor float32 (3, 2) has no rows from 2 to 1", () -> x.rows(2, 1));
        assertFormulaError(
                "the tensor float32 () has no rows: its rank is 0", () -> Tensor.of(new float[1]).reshape().rows(0, 0));
    }

    @Test
    void reshapesTheSameMemory() {
        float[] data = {1, 2, 3, 4, 5, 6};
        Tensor x = Tensor.of(data, 2, 3);
        Tensor y = x.reshape(3, 1, 2);
        assertEquals("float32 (3, 1, 2)", y.description());
        y.setDouble(9, 2, 0, 1);
        assertEquals(9, data[5]);
        assertEquals("float32 ()", Tensor.of(new float[1], 1, 1).reshape().description());
        assertEquals("float32 (0)", Tensor.of(new float[0], 5, 0).reshape(0).description());
    }

    @Test
    void refusesToReshapeToAnotherNumberOfElements() {
        Tensor x = Tensor.of(new float[12], 3, 4);
        assertFormulaError(
                "the tensor float32 (3, 4) has 12 elements, but the shape (5, 2) has 10", () -> x.reshape(5, 2));
        assertFormulaError("the tensor float32 (3, 4) has 12 elements, but the shape () has 1", () -> x.reshape());
        assertFormulaError("the shape (-1, 4) has the negative size -1 along axis 0", () -> x.reshape(-1, 4));
    }
}
