package keops.jmh;

import java.lang.foreign.Arena;
import keops.tensor.Tensor;

/** The check that a benchmark computes the right thing before it is timed. */
final class Agreement {
    private Agreement() {}

    /** Some rows of a computation, by the reference back end. */
    interface Rows {
        /** Computes them into memory of the arena. */
        Tensor compute(Arena arena);
    }

    /**
     * Compares the first rows of a result with the reference.
     *
     * @throws IllegalStateException if one differs by more than the tolerance, relative to the largest
     */
    static void check(Tensor result, Rows reference, double tolerance) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor expected = reference.compute(arena);
            double largest = 0;
            for (long k = 0; k < expected.count(); k++) {
                largest = Math.max(largest, Math.abs(expected.doubleAt(k)));
            }
            for (long k = 0; k < expected.count(); k++) {
                double difference = Math.abs(expected.doubleAt(k) - result.doubleAt(k));
                if (!(difference <= tolerance * largest)) {
                    throw new IllegalStateException("value " + k + " is " + result.doubleAt(k) + ", but the reference has "
                            + expected.doubleAt(k));
                }
            }
        }
    }
}
