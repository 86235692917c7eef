package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertIndexError;
import static keops.tensor.Errors.assertNullError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void countsTheElements() {
        assertEquals(12, Shape.of(3, 4).count());
        assertEquals(1, Shape.of().count());
        assertEquals(0, Shape.of(0).count());
        assertEquals(1L << 62, Shape.of(1L << 31, 1L << 31).count());
    }

    @Test
    void isEmptyWithASizeOfZeroHoweverLargeTheOthersAre() {
        assertEquals(0, Shape.of(1L << 40, 0, 1L << 40).count());
    }

    @Test
    void prints() {
        assertEquals("(1000, 3)", Shape.of(1000, 3).toString());
        assertEquals("(7)", Shape.of(7).toString());
        assertEquals("()", Shape.of().toString());
    }

    @Test
    void refusesNegativeSizes() {
        assertFormulaError("the shape (3, -1) has the negative size -1 along axis 1", () -> Shape.of(3, -1));
        assertFormulaError(
                "the shape (0, -9223372036854775808) has the negative size -9223372036854775808 along axis 1",
                () -> Shape.of(0, Long.MIN_VALUE));
    }

    @Test
    void refusesMoreElementsThanALongCounts() {
        assertFormulaError(
                "the shape (4294967296, 4294967296) has more than 2^63 - 1 elements",
                () -> Shape.of(1L << 32, 1L << 32));
    }

    @Test
    void refusesMoreBytesThanALongCounts() {
        Shape shape = Shape.of(1L << 61);
        assertFormulaError(
                "a tensor float32 (2305843009213693952) has more than 2^63 - 1 bytes",
                () -> shape.byteSize(DType.FLOAT32));
        assertEquals((1L << 60) * 4, Shape.of(1L << 60).byteSize(DType.FLOAT32));
    }

    @Test
    void keepsItsOwnCopyOfTheSizes() {
        long[] sizes = {3, 4};
        Shape shape = Shape.of(sizes);
        sizes[0] = 99;
        shape.sizes()[1] = 99;
        assertArrayEquals(new long[] {3, 4}, shape.sizes());
    }

    @Test
    void findsPositionsInCOrder() {
        Shape shape = Shape.of(2, 3, 4);
        long expected = 0;
        for (long i = 0; i < 2; i++) {
            for (long j = 0; j < 3; j++) {
                for (long k = 0; k < 4; k++) {
                    assertEquals(expected++, shape.position(i, j, k));
                }
            }
        }
        assertEquals(0, Shape.of().position());
        assertEquals((1L << 40) - 1, Shape.of(1L << 20, 1L << 20).position((1L << 20) - 1, (1L << 20) - 1));
    }

    @Test
    void refusesPositionsOutsideOfIt() {
        Shape shape = Shape.of(2, 3);
        assertIndexError("the index 3 along axis 1 is outside of the shape (2, 3)", () -> shape.position(0, 3));
        assertIndexError("the index -1 along axis 0 is outside of the shape (2, 3)", () -> shape.position(-1, 0));
        assertIndexError("the index 0 along axis 0 is outside of the shape (0)", () -> Shape.of(0).position(0));
        assertFormulaError("the shape (2, 3) takes 2 indices, but 1 came; doubleAt(k) is element k, row by row",
                () -> shape.position(0));
        assertFormulaError("the shape () takes 0 indices, but 1 came", () -> Shape.of().position(0));
        assertNullError("index is null", () -> shape.position((long[]) null));
    }

    @Test
    void refusesAxesThatItDoesNotHave() {
        assertIndexError("the shape (2, 3) has no axis 2", () -> Shape.of(2, 3).size(2));
        assertIndexError("the shape (2, 3) has no axis -1", () -> Shape.of(2, 3).size(-1));
        assertIndexError("the shape () has no axis 0", () -> Shape.of().size(0));
    }

    @Test
    void isEqualWithTheSameSizes() {
        assertEquals(Shape.of(2, 3), Shape.of(2, 3));
        assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
        assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
        assertNotEquals(Shape.of(6), Shape.of(2, 3));
    }
}
