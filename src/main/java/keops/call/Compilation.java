package keops.call;

import java.util.List;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.tensor.DType;

/** The kernels that the calls of a reduction need, where and how it is computed. */
public final class Compilation {
    private final Engine engine;
    private final Execution execution;

    Compilation(Engine engine, Execution execution) {
        this.engine = engine;
        this.execution = execution;
    }

    /**
     * Makes ready what calls need.
     *
     * @param dtype the element type of the arguments to come, a floating-point one
     */
    public void warmUp(DType dtype) {
        engine.warmUp(execution, dtype);
    }

    /** Compiles the kernels for GPUs of an architecture into a store. */
    public List<Precompiled> precompile(DType dtype, int architecture, KernelStore store) {
        return engine.precompile(execution, dtype, architecture, store);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Compilation same && same.engine == engine && same.execution.equals(execution);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(engine);
    }
}
