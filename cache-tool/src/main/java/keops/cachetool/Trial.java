package keops.cachetool;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.UnaryOperator;
import keops.Genred;
import keops.error.KeopsException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The outcome of a small computation whose result is known. */
sealed interface Trial {
    /**
     * The result was right.
     *
     * @param pairsPerSecond the speed
     */
    record Right(double pairsPerSecond) implements Trial {}

    /**
     * The result was wrong.
     *
     * @param error the largest difference, relative to the largest value
     */
    record Wrong(double error) implements Trial {}

    /**
     * The computation failed.
     *
     * @param cause why, and what to do
     */
    record Failed(String cause) implements Trial {}

    /** Computes Gaussian sums on the CPU, and compares them with nested loops. */
    static Trial onCpu() {
        return of(product -> product.backend(Backend.CPU));
    }

    /** The same computation on the GPU with a number. */
    static Trial onGpu(int number) {
        return of(product -> product.backend(Backend.GPU).device(number));
    }

    private static Trial of(UnaryOperator<Genred> place) {
        try (Arena arena = Arena.ofConfined()) {
            return Gaussians.of(arena).at(arena, place);
        } catch (KeopsException e) {
            return new Failed(e.getMessage());
        }
    }

    /** The computation: short, but long enough to be timed. */
    record Gaussians(Genred product, List<Tensor> arguments) {
        private static final int ROWS = 500;
        private static final int COLUMNS = 1000;
        private static final int DIMENSION = 3;
        /** The number of calls, so that the JVM has compiled the kernel before the last. */
        private static final int CALLS = 100;
        private static final double LARGEST_ERROR = 1e-5;
        private static final double NANOS_PER_SECOND = 1e9;

        static Gaussians of(Arena arena) {
            return new Gaussians(
                    Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1).build(),
                    List.of(
                            waves(arena, ROWS, DIMENSION, 1.1),
                            waves(arena, COLUMNS, DIMENSION, 1.3),
                            waves(arena, COLUMNS, 1, 1.7)));
        }

        private static Tensor waves(Arena arena, long rows, long columns, double frequency) {
            Tensor tensor = Tensor.allocate(arena, DType.FLOAT32, rows, columns);
            for (long k = 0; k < tensor.count(); k++) {
                tensor.setDoubleAt(k, Math.sin(frequency * k));
            }
            return tensor;
        }

        Trial at(Arena arena, UnaryOperator<Genred> place) {
            Tensor[] tensors = arguments.toArray(Tensor[]::new);
            Tensor right = product.backend(Backend.REFERENCE).call(arena, tensors);
            Tensor result = Tensor.allocate(arena, DType.FLOAT32, ROWS, 1);
            Genred trial = place.apply(product);
            long nanos = Long.MAX_VALUE;
            for (int k = 0; k < CALLS; k++) {
                long start = System.nanoTime();
                trial.callInto(result, tensors);
                nanos = Math.min(nanos, System.nanoTime() - start);
            }
            double error = error(result, right);
            return error <= LARGEST_ERROR
                    ? new Right((double) ROWS * COLUMNS / Math.max(1, nanos) * NANOS_PER_SECOND)
                    : new Wrong(error);
        }

        /** The largest error; NaN if a result is NaN. */
        private static double error(Tensor result, Tensor right) {
            double difference = 0;
            double largest = 0;
            for (long k = 0; k < right.count(); k++) {
                difference = Math.max(difference, Math.abs(result.doubleAt(k) - right.doubleAt(k)));
                largest = Math.max(largest, Math.abs(right.doubleAt(k)));
            }
            return difference / largest;
        }
    }
}
