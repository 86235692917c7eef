package keops.jmh;

import java.lang.foreign.Arena;
import keops.Backend;
import keops.tensor.Tensor;

/** The check that a computation is right before it is timed: its first rows are compared with the reference back end. */
final class Agreement {
    private static final int ROWS = 32;

    private Agreement() {}

    /**
     * Computes a workload in some way, and checks it.
     *
     * @param who what is checked, for the message
     * @param tolerance the largest difference that is let pass, relative to the largest value
     * @throws IllegalStateException if a value differs by more
     */
    static void check(String who, Computation computation, Task task, Data data, double tolerance) {
        try (Arena arena = Arena.ofShared()) {
            Tensor result = data.allocateResult(arena, task);
            computation.call(result);
            Data first = data.firstRows(ROWS);
            Tensor expected = first.allocateResult(arena, task);
            task.prepare(first, Backend.REFERENCE, 1).call(expected);
            if (task instanceof Task.Nearest) {
                compare(who, squaredDistances(first, result), squaredDistances(first, expected), tolerance);
            } else {
                compare(who, result, expected, tolerance);
            }
        }
    }

    private static void compare(String who, Tensor result, Tensor expected, double tolerance) {
        double largest = 0;
        for (long k = 0; k < expected.count(); k++) {
            largest = Math.max(largest, Math.abs(expected.doubleAt(k)));
        }
        for (long k = 0; k < expected.count(); k++) {
            double difference = Math.abs(expected.doubleAt(k) - result.doubleAt(k));
            if (!(difference <= tolerance * largest)) {
                throw new IllegalStateException(who + ": value " + k + " is " + result.doubleAt(k)
                        + ", but the reference has " + expected.doubleAt(k));
            }
        }
    }

    /** The distances of chosen neighbours: of two that are as near either may be chosen. */
    private static Tensor squaredDistances(Data data, Tensor neighbours) {
        Shape shape = data.shape();
        Tensor squares = Tensor.of(new double[Math.toIntExact(shape.rows() * shape.width())], shape.rows(), shape.width());
        for (long i = 0; i < shape.rows(); i++) {
            for (int k = 0; k < shape.width(); k++) {
                long j = neighbours.longAt(i * shape.width() + k);
                double square = 0;
                for (int d = 0; d < shape.dim(); d++) {
                    double difference = data.x().doubleAt(i * shape.dim() + d) - data.y().doubleAt(j * shape.dim() + d);
                    square += difference * difference;
                }
                squares.setDoubleAt(i * shape.width() + k, square);
            }
        }
        return squares;
    }
}
