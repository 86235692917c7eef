package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertNullError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DTypeTest {
    @Test
    void hasTheSizesOfTheJavaTypes() {
        assertEquals(2, DType.FLOAT16.bytes());
        assertEquals(2, DType.BFLOAT16.bytes());
        assertEquals(4, DType.FLOAT32.bytes());
        assertEquals(8, DType.FLOAT64.bytes());
        assertEquals(4, DType.INT32.bytes());
        assertEquals(8, DType.INT64.bytes());
    }

    @Test
    void hasTheLayoutsOfTheJavaTypesInEitherByteOrder() {
        assertEquals(ValueLayout.JAVA_SHORT, DType.FLOAT16.layout(ByteOrder.nativeOrder()));
        assertEquals(
                ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), DType.BFLOAT16.layout(ByteOrder.BIG_ENDIAN));
        assertEquals(ValueLayout.JAVA_FLOAT, DType.FLOAT32.layout(ByteOrder.nativeOrder()));
        assertEquals(
                ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.BIG_ENDIAN), DType.FLOAT64.layout(ByteOrder.BIG_ENDIAN));
        assertEquals(ValueLayout.JAVA_INT, DType.INT32.layout(ByteOrder.nativeOrder()));
        assertEquals(
                ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN), DType.INT64.layout(ByteOrder.LITTLE_ENDIAN));
        assertNullError("order is null", () -> DType.INT64.layout(null));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void isFoundByItsName(DType dtype) {
        assertSame(dtype, DType.of(dtype.text()));
        assertEquals(dtype.text(), dtype.toString());
    }

    @Test
    void tellsFloatingTypesFromIntegers() {
        assertTrue(DType.FLOAT16.isFloating());
        assertTrue(DType.BFLOAT16.isFloating());
        assertTrue(DType.FLOAT32.isFloating());
        assertTrue(DType.FLOAT64.isFloating());
        assertFalse(DType.INT32.isFloating());
        assertFalse(DType.INT64.isFloating());
    }

    @Test
    void knowsInWhichTypeItIsComputed() {
        assertSame(DType.FLOAT32, DType.FLOAT16.compute());
        assertSame(DType.FLOAT32, DType.BFLOAT16.compute());
        assertSame(DType.FLOAT64, DType.FLOAT64.compute());
        assertTrue(DType.FLOAT32.isComputed());
        assertTrue(DType.FLOAT64.isComputed());
        assertFalse(DType.FLOAT16.isComputed());
        assertFalse(DType.INT32.isComputed());
        assertFalse(DType.INT64.isComputed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "FLOAT32", "float", "double", "", " float32"})
    void refusesOtherNames(String name) {
        assertFormulaError(
                "unknown element type '" + name + "': expected float16, bfloat16, float32, float64, int32 or int64",
                () -> DType.of(name));
    }

    @Test
    void refusesNull() {
        assertNullError("text is null", () -> DType.of(null));
    }
}
