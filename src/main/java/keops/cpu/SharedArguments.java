package keops.cpu;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Arguments and output as the worker threads see them. Memory that is confined to the calling thread is copied to
 * memory that all threads may access, for the time of the call; everything else is used in place.
 */
final class SharedArguments implements AutoCloseable {
    private final Tensor target;
    private final List<Tensor> arguments;
    private final Tensor output;
    private Arena arena;

    SharedArguments(List<Tensor> arguments, Tensor output, boolean manyThreads) {
        this.target = output;
        this.arguments = manyThreads ? arguments.stream().map(this::shared).toList() : arguments;
        this.output = manyThreads && !output.isAccessibleByAllThreads()
                ? allocate(output.dtype(), output.shape())
                : output;
    }

    private Tensor shared(Tensor argument) {
        return argument.isAccessibleByAllThreads()
                ? argument
                : allocate(argument.dtype(), argument.shape()).copyFrom(argument);
    }

    /** Memory that all threads may access, until this is closed. */
    Tensor allocate(DType dtype, long... shape) {
        if (arena == null) {
            arena = Arena.ofShared();
        }
        return Tensor.allocate(arena, dtype, shape);
    }

    List<Tensor> arguments() {
        return arguments;
    }

    Tensor output() {
        return output;
    }

    /** Brings a result to where the caller wants it. */
    void copyBack() {
        if (output != target) {
            target.copyFrom(output);
        }
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
