package keops;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import keops.cpu.CpuBackend;
import keops.cuda.Cuda;
import keops.error.BackendException;
import keops.plan.Plan;
import keops.reference.ReferenceBackend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A plan made ready for the back ends, for each when it is first used there. It is shared by all reductions that differ
 * in where and how they run only.
 */
final class Engines {
    private final Plan plan;
    private final ReferenceBackend reference;
    private final ConcurrentHashMap<DType, CpuBackend> cpu = new ConcurrentHashMap<>();

    Engines(Plan plan) {
        this.plan = plan;
        this.reference = new ReferenceBackend(plan);
    }

    /**
     * The back end that a wish comes down to here.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    static Backend available(Backend wanted) {
        var cause = CpuBackend.unavailabilityCause();
        return switch (wanted) {
            case AUTO -> cause.isEmpty() ? Backend.CPU : Backend.REFERENCE;
            case CPU -> {
                if (cause.isPresent()) {
                    throw new BackendException("the CPU back end is not available: " + cause.get());
                }
                yield Backend.CPU;
            }
            case GPU, GPU_1D, GPU_2D -> {
                Cuda.ensureAvailable();
                throw new BackendException("the back end " + wanted + " is not in this version: CPU and REFERENCE are");
            }
            case REFERENCE -> Backend.REFERENCE;
        };
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     */
    void run(Execution execution, DType dtype, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns) {
        switch (execution.backend()) {
            case REFERENCE -> reference.run(arguments, outputs, rows, columns);
            case AUTO, CPU -> cpu.computeIfAbsent(dtype, type -> CpuBackend.compile(plan, type))
                    .run(arguments, outputs, rows, columns, execution.threads());
            case GPU, GPU_1D, GPU_2D -> throw new IllegalStateException("no reduction is placed on " + execution.backend());
        }
    }
}
