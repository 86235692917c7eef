package keops.call;

import java.util.List;
import java.util.stream.Collectors;
import keops.cache.KernelStore;
import keops.cpu.CpuBackend;
import keops.cuda.Cuda;
import keops.cuda.Precompiled;
import keops.cuda.call.CudaBackend;
import keops.cuda.call.Tiling;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.plan.Plan;
import keops.reference.Fallback;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Evaluates a plan as a whole: chooses its back end, call by call where that is left open. */
final class Dispatch implements Engine {
    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    /** Operations from which a GPU is worth the way there: some ten milliseconds on the cores of a CPU. */
    private static final double ENOUGH_FOR_GPU = 4e9;

    /** Whether some call in this process has found a GPU. */
    private static volatile boolean hasGpu;

    private final Plan plan;
    private final BackEnds backEnds;
    private final long operationsPerPair;
    /** Whether the plan was found to be nothing for a GPU, when nobody had asked for one. */
    private volatile boolean staysOnCpu;

    Dispatch(Plan plan) {
        this.plan = plan;
        this.backEnds = BackEnds.of(plan);
        this.operationsPerPair = 1 + plan.program().operationsPerPair();
    }

    /**
     * Checks that a back end can run here; what is left open can.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    static void requireAvailable(Backend wanted) {
        switch (wanted) {
            case AUTO, REFERENCE -> { }
            case CPU -> CpuBackend.unavailabilityCause().ifPresent(cause -> {
                throw new BackendException("the CPU back end is not available: " + cause);
            });
            case GPU, GPU_1D, GPU_2D -> Cuda.ensureAvailable();
        }
    }

    /**
     * The back end that a wish comes down to as far as is known. AUTO: a GPU is looked for only when there is enough
     * work for one, since opening the driver takes time and native access.
     */
    static Backend known(Backend wanted) {
        if (wanted != Backend.AUTO || hasGpu) {
            return wanted;
        }
        return CpuBackend.unavailabilityCause().isEmpty() ? Backend.CPU : Backend.REFERENCE;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<Engine> components() {
        return List.of();
    }

    @Override
    public void run(Evaluation evaluation) {
        evaluation.watch().check();
        switch (evaluation.execution().wanted()) {
            case AUTO -> runSomewhere(evaluation);
            case CPU -> runOnCpu(evaluation);
            case REFERENCE -> runPlainly(evaluation);
            case GPU -> runOnGpu(evaluation, Tiling.AUTO);
            case GPU_1D -> runOnGpu(evaluation, Tiling.ROWS);
            case GPU_2D -> runOnGpu(evaluation, Tiling.ROWS_AND_COLUMNS);
        }
    }

    /** A GPU where the data are, or where the work is worth it; else the CPU. */
    private void runSomewhere(Evaluation evaluation) {
        if (evaluation.isOnDevice()) {
            runOnGpu(evaluation, Tiling.AUTO);
            return;
        }
        if (evaluation.blocks().isEmpty() && isWorthGpu(evaluation.rows(), evaluation.columns())) {
            hasGpu = true;
            if (orStayOnCpu(() -> runOnGpu(evaluation, Tiling.AUTO))) {
                return;
            }
        }
        if (CpuBackend.unavailabilityCause().isEmpty()) {
            runOnCpu(evaluation);
        } else {
            Fallback.warn(Fallback.Cause.NO_VECTOR_API, CpuBackend.unavailabilityCause().get());
            runPlainly(evaluation);
        }
    }

    private boolean isWorthGpu(long rows, long columns) {
        double work = (double) rows * columns * operationsPerPair;
        return work >= ENOUGH_FOR_GPU && !staysOnCpu && Cuda.isAvailable();
    }

    /** Does something on a GPU; where that cannot be, the plan stays on the CPU from now on. */
    private boolean orStayOnCpu(Runnable onGpu) {
        try {
            onGpu.run();
            return true;
        } catch (BackendException e) {
            staysOnCpu = true;
            LOG.log(System.Logger.Level.INFO, "on the CPU, because: {0}", e.getMessage());
            return false;
        }
    }

    private void runOnCpu(Evaluation evaluation) {
        evaluation.requireOnHost();
        backEnds.runOnCpu(evaluation);
    }

    private void runPlainly(Evaluation evaluation) {
        evaluation.requireOnHost();
        evaluation.each(backEnds::runPlainly);
    }

    private void runOnGpu(Evaluation evaluation, Tiling tiling) {
        if (evaluation.blocks().isPresent()) {
            throw new BackendException("block-sparse reductions run on the back ends CPU and REFERENCE, not on GPUs");
        }
        evaluation.each(element -> backEnds.runOnGpu(element, tiling));
    }

    @Override
    public boolean mayRunOnGpu(Execution execution, List<Tensor> arguments, long rows, long columns) {
        return switch (execution.wanted()) {
            case AUTO -> Evaluation.isOnDevice(arguments) || execution.takesAllPairs() && isWorthGpu(rows, columns);
            case CPU, REFERENCE -> false;
            case GPU, GPU_1D, GPU_2D -> true;
        };
    }

    @Override
    public boolean runsPlainly(Execution execution, DType compute) {
        return execution.wanted() == Backend.REFERENCE
                || CpuBackend.unavailabilityCause().isPresent()
                || backEnds.isPlain(compute);
    }

    @Override
    public String explain(Execution execution, DType dtype) {
        Backend backend = known(execution.wanted());
        return switch (backend) {
            case CPU -> backEnds.cpu(dtype.compute()).explain();
            case REFERENCE -> "REFERENCE: plain loops in float64 on one core\n";
            case AUTO, GPU, GPU_1D, GPU_2D -> backEnds.onGpus()
                            .map(one -> one.gpu(execution, dtype).explain())
                            .collect(Collectors.joining())
                    + (backend == Backend.AUTO
                            ? "or, for little work, on the " + backEnds.cpu(dtype.compute()).explain()
                            : "");
        };
    }

    @Override
    public void warmUp(Execution execution, DType dtype) {
        switch (execution.wanted()) {
            case AUTO -> {
                if (CpuBackend.unavailabilityCause().isEmpty()) {
                    backEnds.cpu(dtype.compute()).warmUp();
                }
                if (!staysOnCpu && execution.takesAllPairs() && Cuda.isAvailable()) {
                    orStayOnCpu(() -> warmUpGpus(execution, dtype));
                }
            }
            case CPU -> backEnds.cpu(dtype.compute()).warmUp();
            case REFERENCE -> { }
            case GPU, GPU_1D, GPU_2D -> warmUpGpus(execution, dtype);
        }
    }

    private void warmUpGpus(Execution execution, DType dtype) {
        var devices = CudaBackend.devices(execution.gpus(), List.of());
        backEnds.onGpus().forEach(one -> one.gpu(execution, dtype).warmUp(devices));
    }

    @Override
    public List<Precompiled> precompile(Execution execution, DType dtype, int architecture, KernelStore store) {
        return backEnds.onGpus().map(one -> one.gpu(execution, dtype).precompile(architecture, store)).toList();
    }
}
