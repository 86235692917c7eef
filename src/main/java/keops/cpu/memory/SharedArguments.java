package keops.cpu.memory;

import java.lang.foreign.Arena;
import java.util.List;
import keops.memory.ScratchArena;
import keops.plan.Watch;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Arguments and outputs as the worker threads see them. Memory that is confined to the calling thread is copied to
 * memory that all threads may access, for the time of the call; everything else is used in place.
 */
public final class SharedArguments implements AutoCloseable {
    private static final long COPIED_AT_ONCE = 1 << 22;

    private final List<Tensor> targets;
    private final List<Tensor> arguments;
    private final List<Tensor> outputs;
    private final Watch watch;
    private Arena arena;

    public SharedArguments(List<Tensor> arguments, List<Tensor> outputs, boolean manyThreads, Watch watch) {
        this.watch = watch;
        this.targets = outputs;
        this.arguments = manyThreads ? arguments.stream().map(this::shared).toList() : arguments;
        this.outputs = manyThreads ? outputs.stream().map(this::sharedOutput).toList() : outputs;
    }

    private Tensor shared(Tensor argument) {
        return argument.isAccessibleByAllThreads()
                ? argument
                : copy(argument, allocate(argument.dtype(), argument.shape()));
    }

    /** Copies by parts, since the whole may take longer than an interrupt should wait. */
    private Tensor copy(Tensor from, Tensor to) {
        Tensor source = from.reshape(from.count());
        Tensor target = to.reshape(to.count());
        for (long at = 0; at < source.count(); at += COPIED_AT_ONCE) {
            watch.check();
            long end = Math.min(source.count(), at + COPIED_AT_ONCE);
            target.rows(at, end).copyFrom(source.rows(at, end));
        }
        return to;
    }

    private Tensor sharedOutput(Tensor output) {
        return output.isAccessibleByAllThreads() ? output : allocate(output.dtype(), output.shape());
    }

    /** Memory that all threads may access, until this is closed. */
    public Tensor allocate(DType dtype, long... shape) {
        watch.check();
        if (arena == null) {
            arena = new ScratchArena();
        }
        return Tensor.allocate(arena, dtype, shape);
    }

    public List<Tensor> arguments() {
        return arguments;
    }

    public List<Tensor> outputs() {
        return outputs;
    }

    /** Brings results to where the caller wants them. */
    public void copyBack() {
        for (int k = 0; k < outputs.size(); k++) {
            Tensor output = outputs.get(k);
            Tensor target = targets.get(k);
            if (!output.segment().equals(target.segment())) {
                copy(output, target);
            }
        }
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
