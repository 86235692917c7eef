package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a tensor shows of its numbers, what it copies of them, and how it compares them. */
class TensorContentsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor count(int elements, long... shape) {
        return Tensor.of(IntStream.range(0, elements).asDoubleStream().toArray(), shape);
    }

    private static Tensor swapped(double... values) {
        MemorySegment memory = MemorySegment.ofArray(new double[values.length]);
        Tensor tensor = Tensor.of(memory, DType.FLOAT64,
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                values.length);
        for (int k = 0; k < values.length; k++) {
            tensor.setDoubleAt(k, values[k]);
        }
        return tensor;
    }

    @Test
    void aSmallTensorIsShownWhole() {
        assertEquals("float64 (2, 3) [[0, 1, 2], [3, 4, 5]]", count(6, 2, 3).toString());
        assertEquals("float32 (3) [0.1, NaN, -Infinity]",
                Tensor.of(new float[] {0.1f, Float.NaN, Float.NEGATIVE_INFINITY}).toString());
        assertEquals("int64 () 9223372036854775807", Tensor.of(new long[] {Long.MAX_VALUE}).reshape().toString());
        assertEquals("float16 (2) [1, 0.5]", Tensor.vector(DType.FLOAT16, 1, 0.5).toString());
        assertEquals("float64 (0, 3) []", count(0, 0, 3).toString());
        assertEquals("float64 (2, 0) [[], []]", count(0, 2, 0).toString());
    }

    @Test
    void aLargeTensorShowsItsEnds() {
        assertEquals("float64 (13) [0, 1, 2, ..., 10, 11, 12]", count(13).toString());
        assertEquals("float64 (100, 2) [[0, 1], [2, 3], [4, 5], ..., [194, 195], [196, 197], [198, 199]]",
                count(200, 100, 2).toString());
        assertEquals("float64 (2, 10) [[0, 1, 2, ..., 7, 8, 9], [10, 11, 12, ..., 17, 18, 19]]",
                count(20, 2, 10).toString());
        assertEquals("float64 (3, 2, 4) [[[0, ..., 3], [4, ..., 7]], ..., [[16, ..., 19], [20, ..., 23]]]",
                count(24, 3, 2, 4).toString());
        long[] axes = new long[5000];
        java.util.Arrays.fill(axes, 1);
        assertTrue(count(1, axes).toString().endsWith(", 1) [0]"));
        assertEquals(1, Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 100, 100, 100, 100).toString().lines().count());
    }

    @Test
    void numbersOutOfReachAreNoFault() {
        Tensor freed;
        try (Arena arena = Arena.ofConfined()) {
            freed = Tensor.allocate(arena, DType.FLOAT32, 2);
            assertEquals("float32 (2) (confined to another thread)",
                    CompletableFuture.supplyAsync(freed::toString).join());
        }
        assertEquals("float32 (2) (freed)", freed.toString());
        assertEquals("float32 (2)", freed.description());
        Tensor far = Tensor.allocate(new MadeUpDevice(), Arena.ofAuto(), DType.FLOAT32, 1000);
        assertEquals("float32 (1000) on the made-up device", far.toString());
    }

    /** Memory nobody may touch. */
    private static final class MadeUpDevice implements Device {
        @Override
        public int number() {
            return 0;
        }

        @Override
        public String name() {
            return "made up";
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public long freeBytes() {
            return 0;
        }

        @Override
        public MemorySegment allocate(Arena arena, long bytes) {
            return arena.allocate(bytes);
        }

        @Override
        public void upload(MemorySegment host, MemorySegment onDevice) {
            throw new AssertionError("an upload");
        }

        @Override
        public void download(MemorySegment onDevice, MemorySegment host) {
            throw new AssertionError("a download");
        }

        @Override
        public String toString() {
            return "the made-up device";
        }
    }

    @Test
    void equalityIsIdentityAndContentsAreComparedByName() {
        Tensor a = Tensor.of(new double[] {1, NAN, 0});
        Tensor b = Tensor.of(new double[] {1, NAN, 0});
        assertNotEquals(a, b);
        assertTrue(a.contentEquals(b));
        assertTrue(a.contentEquals(swapped(1, NAN, 0)));
        assertTrue(swapped(1, NAN, 0).contentEquals(a));
        assertFalse(a.contentEquals(swapped(1, NAN, -0.0)));
        assertFalse(a.contentEquals(Tensor.of(new double[] {1, NAN, -0.0})));
        assertFalse(a.contentEquals(b.reshape(1, 3)));
        assertFalse(a.contentEquals(Tensor.of(new float[] {1, Float.NaN, 0})));
        assertFalse(swapped(1).contentEquals(Tensor.of(new double[] {Math.nextUp(1.0)})));
    }

    @Test
    void closenessIsThatOfNumPy() {
        Tensor b = Tensor.of(new double[] {100, -1, 0});
        assertTrue(Tensor.of(new double[] {101, -1, 0}).allClose(b, 0.01, 0));
        assertFalse(Tensor.of(new double[] {101.1, -1, 0}).allClose(b, 0.01, 0));
        assertFalse(Tensor.of(new double[] {100, -1, 1e-9}).allClose(b, 0.01, 0));
        assertTrue(Tensor.of(new double[] {100, -1, 1e-9}).allClose(b, 0.01, 1e-8));
        assertTrue(Tensor.of(new float[] {100, -1, 0}).allClose(b, 0, 0));
        assertTrue(count(0, 0, 3).allClose(count(0, 0, 3), 0, 0));
    }

    @Test
    void infinitiesAreNearThemselvesAndNaNNearNothingUnlessAskedFor() {
        Tensor infinite = Tensor.of(new double[] {INF, -INF});
        assertTrue(infinite.allClose(Tensor.of(new double[] {INF, -INF}), 0, 0));
        assertFalse(infinite.allClose(Tensor.of(new double[] {INF, INF}), 1, INF));
        assertFalse(Tensor.of(new double[] {1, 2}).allClose(infinite, 1, 1));
        Tensor nan = Tensor.of(new double[] {NAN});
        assertFalse(nan.allClose(nan, INF, INF));
        assertTrue(nan.allClose(nan, 0, 0, true));
        assertFalse(nan.allClose(Tensor.of(new double[] {1}), 1, 1, true));
        assertFalse(Tensor.of(new double[] {1}).allClose(nan, 1, 1, true));
    }

    @Test
    void wholeNumbersAreComparedExactly() {
        Tensor a = Tensor.of(new long[] {(1L << 53) + 1, Long.MIN_VALUE});
        assertFalse(a.allClose(Tensor.of(new long[] {1L << 53, Long.MIN_VALUE}), 0, 0));
        assertTrue(a.allClose(Tensor.of(new long[] {1L << 53, Long.MIN_VALUE}), 0, 1));
        assertFalse(a.allClose(Tensor.of(new long[] {1L << 53, Long.MAX_VALUE}), 0, 1e19));
        assertTrue(a.allClose(Tensor.of(new long[] {1L << 53, Long.MAX_VALUE}), 0, 0x1p64));
    }

    @Test
    void comparisonsThatMakeNoSenseAreErrors() {
        Tensor a = count(2);
        assertFormulaError("the tensors float64 (2) and float64 (3) cannot be compared: their shapes differ",
                () -> a.allClose(count(3), 0, 0));
        assertFormulaError("the tolerances must be 0 or more, but the relative one is -1.0 and the absolute one is 0.0",
                () -> a.allClose(a, -1, 0));
        assertFormulaError("the tolerances must be 0 or more, but the relative one is 0.0 and the absolute one is NaN",
                () -> a.allClose(a, 0, NAN));
        Errors.assertNullError("other is null", () -> a.contentEquals(null));
    }

    @Test
    void roundingIsAskedForByName() {
        Tensor x = Tensor.of(new double[] {0.1, 1e300, -1e-60, NAN});
        assertFormulaError("the tensor float64 (4) does not hold float32: use toDoubleArray(), or toFloatArrayRounded()"
                + " if rounding does no harm", x::toFloatArray);
        assertArrayEquals(new float[] {0.1f, Float.POSITIVE_INFINITY, -0f, Float.NaN}, x.toFloatArrayRounded());
        // By way of a double this would be 2^60.
        long whole = (1L << 60) + (1L << 36) + 1;
        assertArrayEquals(new float[] {Math.nextUp(0x1p60f)}, Tensor.of(new long[] {whole}).toFloatArrayRounded());
        assertArrayEquals(new float[] {1.5f}, Tensor.vector(DType.FLOAT16, 1.5).toFloatArrayRounded());
    }
}
