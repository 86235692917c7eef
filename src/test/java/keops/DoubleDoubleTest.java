package keops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The yardstick itself, against exact arithmetic with 60 digits. */
class DoubleDoubleTest {
    private static final MathContext DIGITS = new MathContext(60);

    @Test
    void distancesFromExpAreExactToAThousandthUlp() {
        var random = new SplittableRandom(1);
        for (int k = 0; k < 300; k++) {
            double x = random.nextDouble(-700, 700);
            double y = Math.exp(x);
            BigDecimal exact = exponential(new BigDecimal(x));
            double ulps = new BigDecimal(y).subtract(exact).abs().divide(new BigDecimal(Math.ulp(y)), DIGITS)
                    .doubleValue();
            assertTrue(Math.abs(ulps - DoubleDouble.ulpsFromExp(x, y)) < 1e-3, "x = " + x);
        }
    }

    @Test
    void distancesFromExp2AreExactToAThousandthUlp() {
        var random = new SplittableRandom(2);
        BigDecimal ln2 = logarithmOf2();
        for (int k = 0; k < 300; k++) {
            double t = random.nextDouble(-1000, 1000);
            double y = Math.pow(2, t);
            BigDecimal exact = exponential(new BigDecimal(t).multiply(ln2, DIGITS));
            double ulps = new BigDecimal(y).subtract(exact).abs().divide(new BigDecimal(Math.ulp(y)), DIGITS)
                    .doubleValue();
            assertTrue(Math.abs(ulps - DoubleDouble.ulpsFromExp2(t, y)) < 1e-3, "t = " + t);
        }
    }

    /** e^x = (e^(x/1024))^1024. */
    private static BigDecimal exponential(BigDecimal x) {
        var digits = new MathContext(80);
        BigDecimal small = x.divide(new BigDecimal(1024), digits);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int k = 1; k < 60; k++) {
            term = term.multiply(small, digits).divide(new BigDecimal(k), digits);
            sum = sum.add(term, digits);
        }
        return sum.pow(1024, digits).round(DIGITS);
    }

    /** ln 2 = sum 1 / (k 2^k). */
    private static BigDecimal logarithmOf2() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 1; k < 250; k++) {
            sum = sum.add(
                    BigDecimal.ONE.divide(new BigDecimal(2).pow(k).multiply(new BigDecimal(k)), new MathContext(80)));
        }
        return sum;
    }
}
