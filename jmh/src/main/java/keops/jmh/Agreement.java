package keops.jmh;

import java.lang.foreign.Arena;
import keops.execution.Backend;
import keops.tensor.Tensor;

/** Checks computations before they are timed: some rows are compared with the reference back end. */
final class Agreement {
    private static final long MOST_ROWS = 32;
    /** The most components of pairs that the reference computes, since it is slow. */
    private static final long MOST_WORK = 10_000_000;
    /** The largest difference that passes, relative to the largest value. */
    private static final double TOLERANCE = 2e-5;

    private final Task task;
    private final Data some;
    private final Tensor expected;

    /** Computes some rows of a workload by the reference. */
    Agreement(Task task, Data data, Arena arena) {
        this.task = task;
        long work = Math.multiplyExact(data.shape().columns(), data.shape().dim());
        this.some = data.firstRows(Math.clamp(MOST_WORK / work, 1, MOST_ROWS));
        this.expected = some.allocateResult(arena, task);
        task.prepare(some, Backend.REFERENCE, 1).call(expected);
    }

    /** The data of the compared rows. */
    Data rows() {
        return some;
    }

    /**
     * Runs a computation of the workload, or of its first rows, and compares.
     *
     * @param who the name of the computation, for the message
     * @param computation the computation
     * @param data its data
     * @throws IllegalStateException if a value differs by too much
     */
    void check(String who, Computation computation, Data data) {
        try (Arena arena = Arena.ofShared()) {
            Tensor result = data.allocateResult(arena, task);
            computation.call(result);
            if (task instanceof Task.Nearest) {
                compare(who, squaredDistances(result), squaredDistances(expected));
            } else {
                compare(who, result, expected);
            }
        }
    }

    /** Compares a result with the expected one. */
    static void compare(String who, Tensor result, Tensor expected) {
        double largest = 0;
        for (long k = 0; k < expected.count(); k++) {
            largest = Math.max(largest, Math.abs(expected.doubleAt(k)));
        }
        for (long k = 0; k < expected.count(); k++) {
            double difference = Math.abs(expected.doubleAt(k) - result.doubleAt(k));
            if (!(difference <= TOLERANCE * largest)) {
                throw new IllegalStateException(who + ": value " + k + " is " + result.doubleAt(k)
                        + ", but the reference has " + expected.doubleAt(k));
            }
        }
    }

    /** The squared distances of the neighbours, since of equally near ones either may be chosen. */
    private Tensor squaredDistances(Tensor neighbours) {
        WorkloadShape shape = some.shape();
        double[] room = new double[Math.toIntExact(shape.rows() * shape.width())];
        Tensor squares = Tensor.of(room, shape.rows(), shape.width());
        for (long i = 0; i < shape.rows(); i++) {
            for (int k = 0; k < shape.width(); k++) {
                long j = neighbours.longAt(i * shape.width() + k);
                double square = 0;
                for (int d = 0; d < shape.dim(); d++) {
                    double difference = some.x().doubleAt(i * shape.dim() + d) - some.y().doubleAt(j * shape.dim() + d);
                    square += difference * difference;
                }
                squares.setDoubleAt(i * shape.width() + k, square);
            }
        }
        return squares;
    }
}
