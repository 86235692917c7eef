package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tensors of the two types of 2 bytes. */
class HalfTest {
    private static final long SEED = 5;

    private static Tensor every(DType dtype) {
        short[] bits = new short[1 << Short.SIZE];
        for (int k = 0; k < bits.length; k++) {
            bits[k] = (short) k;
        }
        return Tensor.of(bits, dtype);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
    void everyNumberIsReadAndWrittenWithoutLoss(DType dtype) {
        Tensor numbers = every(dtype);
        Tensor written = Tensor.vector(dtype, new double[1 << Short.SIZE]);
        for (int k = 0; k < 1 << Short.SIZE; k++) {
            written.setDoubleAt(k, numbers.doubleAt(k));
            assertEquals(numbers.doubleAt(k), written.doubleAt(k), "bits " + k);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 1, 1", "FLOAT16, -2.5, -2.5", "FLOAT16, 65504, 65504", "FLOAT16, 65519.99, 65504",
                "FLOAT16, 65520, Infinity",
        "FLOAT16, -1e300, -Infinity", "FLOAT16, 5.960464477539063E-8, 5.960464477539063E-8",
        "FLOAT16, 2.9802322387695312E-8, 0",
        "FLOAT16, 2.98023223876953160E-8, 5.960464477539063E-8", "FLOAT16, NaN, NaN", "FLOAT16, -Infinity, -Infinity",
        "FLOAT16, -1e-300, -0.0", "BFLOAT16, 1, 1", "BFLOAT16, 3.3895313892515355E38, 3.3895313892515355E38",
        "BFLOAT16, 3.4e38, Infinity", "BFLOAT16, 1e39, Infinity",
        "BFLOAT16, 9.183549615799121E-41, 9.183549615799121E-41",
        "BFLOAT16, 4.591774807899561E-41, 0", "BFLOAT16, NaN, NaN", "BFLOAT16, -Infinity, -Infinity",
        "BFLOAT16, -1e-300, -0.0"
    })
    void roundsAtTheEdges(DType dtype, double given, double expected) {
        Tensor tensor = Tensor.vector(dtype, 0);
        tensor.setDouble(given, 0);
        assertEquals(expected, tensor.getDouble(0));
    }

    /** Numbers near the middle of two neighbours, where rounding to a float first would go wrong. */
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
    void roundsToTheNearestWithTiesToEven(DType dtype) {
        var random = new SplittableRandom(SEED);
        Tensor numbers = every(dtype);
        Tensor one = Tensor.vector(dtype, 0);
        for (int n = 0; n < 20_000; n++) {
            int below = random.nextInt(1 << (Short.SIZE - 1));
            double low = numbers.doubleAt(below);
            double high = numbers.doubleAt(below + 1);
            if (!(high - low < Double.POSITIVE_INFINITY)) {
                continue;
            }
            double middle = (low + high) / 2;
            double even = below % 2 == 0 ? low : high;
            double[] given = {Math.nextDown(middle), middle, Math.nextUp(middle)};
            double[] expected = {low, even, high};
            for (int k = 0; k < given.length; k++) {
                one.setDouble(given[k], 0);
                assertEquals(expected[k], one.getDouble(0), "seed " + SEED + ": " + new BigDecimal(given[k]));
                one.setDouble(-given[k], 0);
                assertEquals(-expected[k], one.getDouble(0), "seed " + SEED + ": -" + new BigDecimal(given[k]));
            }
        }
    }

    @Test
    void hasTheBitsOfTheStandards() {
        assertArrayEquals(new double[] {1, -2, 65504, 0x1p-24}, Tensor.of(
                new short[] {0x3c00, (short) 0xc000, 0x7bff, 1}, DType.FLOAT16).toDoubleArray());
        assertArrayEquals(new double[] {1, -2, 3.140625, 0x1p-133}, Tensor.of(
                new short[] {0x3f80, (short) 0xc000, 0x4049, 1}, DType.BFLOAT16).toDoubleArray());
    }

    @Test
    void isConvertedThereAndBack() {
        Tensor given = Tensor.of(new double[] {0.1, 1e5, -0x1p-20, 3}, 2, 2);
        try (Arena arena = Arena.ofConfined()) {
            Tensor half = given.converted(DType.FLOAT16, arena);
            assertEquals("float16 (2, 2)", half.description());
            assertArrayEquals(new float[] {0.099975586f, Float.POSITIVE_INFINITY, -0x1p-20f, 3}, half.toFloatArray());
            assertArrayEquals(new double[] {0.10009765625, 99840, -0x1p-20, 3},
                    given.converted(DType.BFLOAT16, arena).converted(DType.FLOAT64, arena).toDoubleArray());
            assertEquals("float16 (2, 2)\n0.0999756  Infinity\n-9.53674e-07  3\n".replaceAll(" +", " "),
                    half.format(5, 5).replaceAll("\n +", "\n").replaceAll(" +", " "));
            assertFormulaError("the tensor float64 (2, 2) cannot be converted to int64: expected a floating-point type",
                    () -> given.converted(DType.INT64, arena));
        }
    }

    @Test
    void isReadInEitherByteOrder() {
        try (Arena arena = Arena.ofConfined()) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                Tensor tensor = Tensor.of(arena.allocate(6, 2), DType.FLOAT16, order, 3);
                tensor.setDouble(1, 2);
                assertEquals(order == ByteOrder.BIG_ENDIAN ? 0x3c : 0,
                        tensor.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 4));
                assertEquals(1, tensor.getDouble(2));
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertFormulaError("the value at 1 is 70000.0, which is too large for float16",
                () -> Tensor.vector(DType.FLOAT16, 1, 70_000));
        assertFormulaError("the value at 0 is 1.0E39, which is too large for bfloat16",
                () -> Tensor.vector(DType.BFLOAT16, 1e39));
        assertFormulaError("a short[] holds the bits of float16 or bfloat16, but not of float32",
                () -> Tensor.of(new short[2], DType.FLOAT32));
        assertFormulaError("the tensor int64 (2) does not hold float32: use toDoubleArray(), or toFloatArrayRounded()"
                        + " if rounding does no harm",
                () -> Tensor.of(new long[2]).toFloatArray());
    }
}
