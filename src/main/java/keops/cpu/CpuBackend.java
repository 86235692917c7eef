package keops.cpu;

import java.util.List;
import java.util.Optional;
import keops.plan.Plan;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The CPU back end: kernels of run-time bytecode over the Vector API, on all cores. */
public final class CpuBackend {
    private final CpuReduction reduction;

    private CpuBackend(CpuReduction reduction) {
        this.reduction = reduction;
    }

    /** Why this back end cannot run in this JVM, and what to do; or nothing. */
    public static Optional<String> unavailabilityCause() {
        return Lanes.unavailabilityCause();
    }

    /** Makes a plan ready for a compute type; a plan that was made ready lately is there already. */
    public static CpuBackend compile(Plan plan, DType dtype) {
        return new CpuBackend(KernelCache.get(plan, dtype));
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param threads the most threads to use, the caller included
     */
    public void run(List<Tensor> arguments, List<Tensor> outputs, long rows, long columns, int threads) {
        CpuCall.run(reduction, arguments, outputs, rows, columns, threads);
    }
}
