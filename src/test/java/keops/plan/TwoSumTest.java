package keops.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The error of a rounded sum is exact. */
class TwoSumTest {
    @Test
    void sumAndErrorAreTheTermsExactly() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int k = 0; k < 10_000; k++) {
            double a = Math.scalb(random.nextGaussian(), random.nextInt(-60, 60));
            double b = Math.scalb(random.nextGaussian(), random.nextInt(-60, 60));
            double sum = a + b;
            BigDecimal exact = new BigDecimal(a).add(new BigDecimal(b));
            BigDecimal found = new BigDecimal(sum).add(new BigDecimal(TwoSum.error(a, b, sum)));
            assertEquals(0, exact.compareTo(found), a + " + " + b + ", seed " + seed);
        }
    }

    @Test
    void anInfiniteSumHasNoError() {
        assertTrue(Double.isNaN(TwoSum.error(Double.MAX_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY)));
    }
}
