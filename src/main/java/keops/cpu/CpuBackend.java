package keops.cpu;

import java.util.List;
import java.util.Optional;
import keops.plan.Plan;
import keops.reference.ReferenceBackend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The CPU back end: kernels of run-time bytecode over the Vector API, on all cores. */
public final class CpuBackend {
    private static final System.Logger LOG = System.getLogger(CpuBackend.class.getName());

    private final CpuSum kernels;
    private final ReferenceBackend fallback;

    private CpuBackend(CpuSum kernels, ReferenceBackend fallback) {
        this.kernels = kernels;
        this.fallback = fallback;
    }

    /** Why this back end cannot run in this JVM, and what to do; or nothing. */
    public static Optional<String> unavailabilityCause() {
        return Lanes.unavailabilityCause();
    }

    /** Generates the kernels of a plan for a compute type. */
    public static CpuBackend compile(Plan plan, DType dtype) {
        CpuSum kernels = CpuSum.compile(plan, dtype);
        if (kernels == null) {
            LOG.log(System.Logger.Level.WARNING, "the formula is too large for one vector kernel ({0} operations per"
                    + " pair); it runs on the scalar back end", plan.program().operationsPerPair());
        }
        return new CpuBackend(kernels, kernels == null ? new ReferenceBackend(plan) : null);
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param output the result, (rows, outputDimension)
     * @param rows the number of rows of the output
     * @param columns the length of the reduced axis
     * @param threads the most threads to use, the caller included
     */
    public void run(List<Tensor> arguments, Tensor output, long rows, long columns, int threads) {
        if (kernels != null) {
            kernels.run(arguments, output, rows, columns, threads);
        } else {
            fallback.run(arguments, output, rows, columns);
        }
    }
}
