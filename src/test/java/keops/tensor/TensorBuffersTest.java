package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import keops.Genred;
import org.junit.jupiter.api.Test;

/** Buffers are viewed, never copied. */
class TensorBuffersTest {
    @Test
    void fromThePositionToTheLimit() {
        float[] data = {0, 1, 2, 3, 4, 5, 6, 7};
        FloatBuffer buffer = FloatBuffer.wrap(data).position(1).limit(7);
        Tensor x = Tensor.of(buffer, 2, 3);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toFloatArray());
        x.setDouble(9, 0, 0);
        assertEquals(9, data[1]);
        assertEquals(1, buffer.position());
        assertEquals("float64 (2) [1.5, 2]", Tensor.of(DoubleBuffer.wrap(new double[] {1.5, 2})).toString());
    }

    @Test
    void directBuffersOfEitherByteOrder() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(40).order(order);
            bytes.putDouble(8, 0.1).putDouble(16, -2).position(8).limit(24);
            Tensor x = Tensor.of(bytes, DType.FLOAT64);
            assertArrayEquals(new double[] {0.1, -2}, x.toDoubleArray());
            assertEquals(order, x.order());
            x.setDoubleAt(1, 7);
            assertEquals(7, bytes.getDouble(16));
            assertArrayEquals(new double[] {0.1, 7}, Tensor.of(bytes.asDoubleBuffer(), 2, 1).toDoubleArray());
            bytes.clear().putFloat(32, 3).position(32).limit(36);
            assertArrayEquals(new float[] {3}, Tensor.of(bytes.asFloatBuffer()).toFloatArray());
            assertArrayEquals(new long[] {0x40400000L},
                    Tensor.of(bytes, DType.INT32).toLongArray());
        }
    }

    @Test
    void readOnlyBuffersAreArgumentsButNoOutputs() {
        Genred sum = Genred.of("x", "x = Vj(1)").axis(1).build();
        Tensor x = Tensor.of(FloatBuffer.wrap(new float[] {1, 2, 3}).asReadOnlyBuffer(), 3, 1);
        assertArrayEquals(new float[] {6}, sum.call(Arena.ofAuto(), x).toFloatArray());
        Tensor out = Tensor.of(FloatBuffer.allocate(1).asReadOnlyBuffer(), 1, 1);
        assertFormulaError("the output: its memory is read-only and cannot be written",
                () -> out.requireWritable("the output"));
    }

    @Test
    void whatDoesNotFitIsAnError() {
        assertFormulaError("a buffer of 7 bytes is no whole number of float32 of 4 bytes each",
                () -> Tensor.of(ByteBuffer.allocateDirect(7), DType.FLOAT32));
        assertFormulaError("a tensor float32 (2, 2) has 4 elements, but the buffer has 3",
                () -> Tensor.of(ByteBuffer.allocateDirect(12), DType.FLOAT32, 2, 2));
        assertFormulaError(
                "a tensor float32 (2) needs memory aligned to 4 bytes, but the heap segment (over byte[]) guarantees"
                + " only 1: use a float[] or native memory", () -> Tensor.of(ByteBuffer.allocate(8), DType.FLOAT32));
        Errors.assertNullError("data is null", () -> Tensor.of((FloatBuffer) null));
    }
}
