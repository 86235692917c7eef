package keops.call;

import java.util.List;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.plan.Plan;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * What evaluates a plan, with the kernels that it has made so far: as a whole or, for exponential sums of a vector,
 * component by component. Threads may share it.
 */
sealed interface Engine permits Dispatch, ComponentEngines {
    static Engine of(Plan plan) {
        return plan.isByComponent() ? new ComponentEngines(plan) : new Dispatch(plan);
    }

    Plan plan();

    /** What evaluates each component; empty where the plan is evaluated as a whole. */
    List<Engine> components();

    void run(Evaluation evaluation);

    /** Whether a call may be computed on a GPU. */
    boolean mayRunOnGpu(Execution execution, List<Tensor> arguments, long rows, long columns);

    /** Whether what does not run on a GPU is computed by plain loops in float64, all or some of it. */
    boolean runsPlainly(Execution execution, DType compute);

    /** What becomes of the plan where it is computed, for arguments of an element type. */
    String explain(Execution execution, DType dtype);

    /** Makes ready what calls with arguments of an element type need, where they would be computed; data come later. */
    void warmUp(Execution execution, DType dtype);

    /** Compiles the kernels for GPUs of an architecture into a store. */
    List<Precompiled> precompile(Execution execution, DType dtype, int architecture, KernelStore store);
}
