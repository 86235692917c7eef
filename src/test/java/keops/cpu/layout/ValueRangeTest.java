package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Bounds of sizes and signs. */
class ValueRangeTest {
    private static final ValueRange ANY = ValueRange.ofSize(10);
    private static final ValueRange POSITIVE = new ValueRange(10, true, false);
    private static final ValueRange NEGATIVE = new ValueRange(5, false, true);

    @Test
    void constantsHaveTheirSizeAndSign() {
        assertEquals(new ValueRange(2, true, false), ValueRange.ofConstant(3));
        assertEquals(new ValueRange(1, false, true), ValueRange.ofConstant(-1));
        assertEquals(new ValueRange(0, true, true), ValueRange.ofConstant(0));
        assertEquals(new ValueRange(ValueRange.UNBOUNDED, true, false), ValueRange.ofConstant(1e300));
        assertEquals(ValueRange.UNKNOWN, ValueRange.ofConstant(Double.NaN));
    }

    @Test
    void productsAddSizesAndMultiplySigns() {
        assertEquals(new ValueRange(15, false, true), POSITIVE.times(NEGATIVE, false));
        assertEquals(new ValueRange(10, true, false), NEGATIVE.times(NEGATIVE, false));
        assertEquals(new ValueRange(20, true, false), ANY.times(ANY, true));
        assertEquals(ValueRange.UNKNOWN, ValueRange.ofSize(100).times(ValueRange.ofSize(26), false));
    }

    @Test
    void sumsKeepACommonSign() {
        assertEquals(new ValueRange(11, true, false), POSITIVE.plus(POSITIVE));
        assertEquals(ValueRange.ofSize(11), POSITIVE.plus(NEGATIVE));
        assertEquals(new ValueRange(13, true, false), POSITIVE.summed(7));
    }

    @Test
    void theSmallerOfTwoIsNegativeWhereOneIs() {
        assertEquals(new ValueRange(10, false, true), POSITIVE.minimum(NEGATIVE));
        assertEquals(ValueRange.ofSize(10), POSITIVE.or(NEGATIVE));
    }

    @Test
    void rootsOfWhatMayBeNegativeAreNotKnown() {
        assertEquals(POSITIVE, POSITIVE.squareRoot());
        assertEquals(ValueRange.UNKNOWN, ANY.squareRoot());
    }
}
