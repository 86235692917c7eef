package keops.call;

import java.util.stream.Stream;
import keops.cpu.CpuBackend;
import keops.cuda.call.Tiling;
import keops.plan.Plan;
import keops.program.Extent;
import keops.tensor.DType;

/**
 * The back ends of a plan, with what they have compiled so far. Sums over both axes take one pass over the pairs on the
 * CPU, where that is faster, and else one for each axis.
 */
sealed interface BackEnds permits OnePlan, PlanByAxis {
    static BackEnds of(Plan plan) {
        return plan.dim(Extent.COLUMNS) == 0 ? new OnePlan(plan) : new PlanByAxis(plan);
    }

    void runOnCpu(Evaluation evaluation);

    void runPlainly(Evaluation evaluation);

    void runOnGpu(Evaluation evaluation, Tiling tiling);

    /** What runs on the CPU, for a type that is computed in. */
    CpuBackend cpu(DType compute);

    /** Whether the CPU computes all or some of it by plain loops. */
    boolean isPlain(DType compute);

    /** The plans that run on GPUs. */
    Stream<OnePlan> onGpus();
}
