package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;

/** Comparing arrays of numbers: NaN equals NaN, infinities are equal or not, the rest relative to the largest. */
public final class Compare {
    private Compare() {}

    /** Fails where two arrays differ by more than a tolerance relative to the largest number. */
    public static void arrays(double[] expected, double[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what + ": number of values");
        double scale = Arrays.stream(expected).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        for (int k = 0; k < expected.length; k++) {
            if (!near(expected[k], actual[k], tolerance * Math.max(scale, Double.MIN_NORMAL))) {
                fail(what + ": value " + k + " is " + actual[k] + ", not " + expected[k] + " (largest " + scale + ")");
            }
        }
    }

    /** Whether two numbers are equal, both NaN, or near. */
    public static boolean near(double expected, double actual, double tolerance) {
        return Double.isNaN(expected)
                ? Double.isNaN(actual)
                : expected == actual || Math.abs(expected - actual) <= tolerance;
    }
}
