package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertNullError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorCopyTest {
    private static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

    @Test
    void copiesBetweenAnyByteOrdersAndBetweenHeapAndNativeMemory() {
        Random random = new Random(2);
        float[] floats = new float[35];
        double[] doubles = new double[35];
        long[] longs = new long[35];
        for (int i = 0; i < 35; i++) {
            floats[i] = random.nextFloat();
            doubles[i] = random.nextDouble();
            longs[i] = random.nextLong();
        }
        try (Arena arena = Arena.ofConfined()) {
            for (ByteOrder first : ORDERS) {
                for (ByteOrder second : ORDERS) {
                    assertArrayEquals(floats, roundTrip(Tensor.of(floats), arena, first, second).toFloatArray());
                    assertArrayEquals(doubles, roundTrip(Tensor.of(doubles), arena, first, second).toDoubleArray());
                    assertArrayEquals(longs, roundTrip(Tensor.of(longs), arena, first, second).toLongArray());
                }
            }
        }
    }

    private static Tensor roundTrip(Tensor x, Arena arena, ByteOrder first, ByteOrder second) {
        Tensor a = Tensor.of(arena.allocate(x.byteSize(), 8), x.dtype(), first, 5, 7);
        Tensor b = Tensor.of(MemorySegment.ofArray(new double[35]), x.dtype(), second, 7, 5);
        return b.copyFrom(a.copyFrom(x));
    }

    @Test
    void convertsByteOrderBeforeItHandsOutArrays() {
        Tensor big = Tensor.of(MemorySegment.ofArray(new double[4]), DType.FLOAT64, ByteOrder.BIG_ENDIAN, 2, 2);
        assertSame(big, big.copyFrom(Tensor.of(new double[] {1, 2, 3, 4})));
        assertArrayEquals(new double[] {1, 2, 3, 4}, big.toDoubleArray());
        assertArrayEquals(new double[][] {{1, 2}, {3, 4}}, big.toMatrix());
    }

    @Test
    void copiesNothingFromAnEmptyTensor() {
        Tensor empty = Tensor.of(new float[0], 0, 3);
        assertSame(empty, empty.copyFrom(Tensor.of(new float[0])));
        assertEquals(0, empty.toFloatArray().length);
        assertEquals(0, empty.toMatrix().length);
    }

    @Test
    void refusesToCopyAnotherTypeOrAnotherNumberOfElements() {
        Tensor x = Tensor.of(new float[6], 2, 3);
        assertFormulaError(
                "the tensor float64 (6) cannot be copied to the tensor float32 (2, 3): both need the same type and the"
                        + " same number of elements",
                () -> x.copyFrom(Tensor.of(new double[6])));
        assertFormulaError(
                "the tensor float32 (7) cannot be copied to the tensor float32 (2, 3): both need the same type and the"
                        + " same number of elements",
                () -> x.copyFrom(Tensor.of(new float[7])));
        assertNullError("source is null", () -> x.copyFrom(null));
    }

    @Test
    void refusesToCopyFromFreedAndToReadOnlyMemory() {
        Tensor freed;
        try (Arena arena = Arena.ofConfined()) {
            freed = Tensor.allocate(arena, DType.FLOAT32, 3);
        }
        Tensor x = Tensor.of(new float[3]);
        Tensor fixed = Tensor.of(MemorySegment.ofArray(new float[3]).asReadOnly(), DType.FLOAT32, 3);
        assertFormulaError(
                "the source float32 (3): its memory has been freed (the arena of its segment is closed)",
                () -> x.copyFrom(freed));
        assertFormulaError(
                "the target float32 (3): its memory is read-only and cannot be written", () -> fixed.copyFrom(x));
        assertSame(x, x.copyFrom(fixed));
    }

    @Test
    void widensToDoubleAndNeverNarrows() {
        assertArrayEquals(new double[] {0.1f, 2}, Tensor.of(new float[] {0.1f, 2}).toDoubleArray());
        assertArrayEquals(new double[] {5, -6}, Tensor.of(new long[] {5, -6}).toDoubleArray());
        assertArrayEquals(
                new double[][] {{5, -6}, {7, 8}}, Tensor.of(new long[] {5, -6, 7, 8}, 2, 2).toMatrix());
        assertFormulaError(
                "the tensor float64 (2) does not hold float32: use toDoubleArray(), or toFloatArrayRounded() if"
                        + " rounding does no harm",
                () -> Tensor.of(new double[2]).toFloatArray());
        assertFormulaError(
                "the tensor float64 (2) does not hold integers: use toDoubleArray()",
                () -> Tensor.of(new double[2]).toLongArray());
    }

    @Test
    void refusesToMakeAMatrixOfAnotherRank() {
        assertFormulaError(
                "a matrix has rank 2, but the tensor float32 (3) has rank 1", () -> Tensor.of(new float[3]).toMatrix());
    }
}
