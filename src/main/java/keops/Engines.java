package keops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.cache.KernelStore;
import keops.cpu.CpuBackend;
import keops.cuda.Cuda;
import keops.cuda.Precompiled;
import keops.cuda.call.CudaBackend;
import keops.cuda.call.Tiling;
import keops.cuda.source.GeneratorOptions;
import keops.error.BackendException;
import keops.formula.Category;
import keops.plan.Plan;
import keops.program.Extent;
import keops.reduction.RowBlock;
import keops.reference.Fallback;
import keops.reference.ReferenceBackend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A plan made ready for the back ends, for each when it is first used there. It is shared by all reductions that differ
 * in where and how they run only. Sums over both axes are one pass on the CPU, where rows are many; elsewhere they are two.
 * Exponential sums of a vector are a pass for each component.
 */
final class Engines {
    private static final System.Logger LOG = System.getLogger(Engines.class.getName());

    /** Operations from which a GPU is worth the way there: some ten milliseconds on the cores of a CPU. */
    private static final double ENOUGH_FOR_GPU = 4e9;

    /** Whether some call in this process has found a GPU. */
    private static volatile boolean hasGpu;

    private final Plan plan;
    private final ReferenceBackend reference;
    /** Of sums over both axes: one axis after the other. */
    private final Optional<Axes> axes;
    /** Of exponential sums of a vector: its components, each computed apart. */
    private final Optional<Supplier<Components>> components;
    private final ConcurrentHashMap<DType, CpuBackend> cpu = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Variant, CudaBackend> cuda = new ConcurrentHashMap<>();
    /** Whether the plan was found to be nothing for a GPU, when nobody had asked for one. */
    private volatile boolean staysOnCpu;

    /**
     * Sums over both axes as two plans, made when they are needed.
     *
     * @param own the sums for each row and over all pairs
     * @param other the sums for each column
     */
    private record Axes(Supplier<Engines> own, Supplier<Engines> other) {
        Stream<Engines> both() {
            return Stream.of(own.get(), other.get());
        }
    }

    /** What the kernels for GPUs differ in. */
    private record Variant(DType compute, List<DType> arguments, GeneratorOptions options) {}

    Engines(Plan plan) {
        this.plan = plan;
        this.reference = new ReferenceBackend(plan);
        this.axes = plan.dim(Extent.COLUMNS) == 0
                ? Optional.empty()
                : Optional.of(new Axes(lazily(() -> new Engines(plan.withoutColumns())),
                        lazily(() -> new Engines(plan.ofColumns()))));
        this.components = plan.isByComponent() ? Optional.of(lazily(() -> Components.of(plan))) : Optional.empty();
    }

    private static <T> Supplier<T> lazily(Supplier<T> maker) {
        var made = new AtomicReference<T>();
        return () -> made.updateAndGet(known -> known == null ? maker.get() : known);
    }

    Plan plan() {
        return plan;
    }

    /** What computes each component of exponential sums of a vector; nothing else has such. */
    Stream<Engines> components() {
        return components.stream().flatMap(made -> made.get().stream());
    }

    /**
     * The back end that a wish comes down to here: AUTO stays, and is decided call by call.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    static Backend available(Backend wanted) {
        var cause = CpuBackend.unavailabilityCause();
        return switch (wanted) {
            case AUTO -> Backend.AUTO;
            case CPU -> {
                if (cause.isPresent()) {
                    throw new BackendException("the CPU back end is not available: " + cause.get());
                }
                yield Backend.CPU;
            }
            case GPU, GPU_1D, GPU_2D -> {
                Cuda.ensureAvailable();
                yield wanted;
            }
            case REFERENCE -> Backend.REFERENCE;
        };
    }

    /**
     * The back end that AUTO comes down to as far as is known: a GPU is looked for only when there is enough work for one,
     * since opening the driver takes time and native access.
     */
    static Backend automatic() {
        return hasGpu ? Backend.AUTO : CpuBackend.unavailabilityCause().isEmpty() ? Backend.CPU : Backend.REFERENCE;
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param ranges all rows, with the columns that they are reduced over, where these are not all columns
     * @param watch looks after the call
     */
    void run(Execution execution, DType dtype, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns,
            Optional<List<RowBlock>> ranges, CallWatch watch) {
        watch.check();
        if (components.isPresent()) {
            components.get().get().run(
                    execution, dtype, arguments, outputs.getFirst(), rows, columns, ranges, watch);
            return;
        }
        var call = new Call(execution, dtype, arguments, outputs, rows, columns, ranges, watch);
        switch (execution.wanted()) {
            case AUTO -> runSomewhere(call);
            case CPU -> runOnCpu(call);
            case REFERENCE -> runPlainly(call);
            case GPU -> runOnGpu(call, Tiling.AUTO);
            case GPU_1D -> runOnGpu(call, Tiling.ROWS);
            case GPU_2D -> runOnGpu(call, Tiling.ROWS_AND_COLUMNS);
        }
    }

    private record Call(Execution execution, DType dtype, List<Tensor> arguments, List<Tensor> outputs, long rows,
            long columns, Optional<List<RowBlock>> ranges, CallWatch watch) {
        boolean isOnDevice() {
            return isOnDevice(arguments) || isOnDevice(outputs);
        }

        /** A loop, since small calls are made by the million. */
        private static boolean isOnDevice(List<Tensor> tensors) {
            for (Tensor tensor : tensors) {
                if (tensor.device().isPresent()) {
                    return true;
                }
            }
            return false;
        }

        void requireOnHost() {
            for (int k = 0; k < arguments.size(); k++) {
                arguments.get(k).requireReadable("argument " + k);
            }
            for (Tensor output : outputs) {
                output.requireWritable("the output");
            }
        }
    }

    /** Whether a call may be computed on a GPU. */
    boolean mayRunOnGpu(Execution execution, List<Tensor> arguments, long rows, long columns) {
        if (components.isPresent()) {
            return components().anyMatch(component -> component.mayRunOnGpu(execution, arguments, rows, columns));
        }
        return switch (execution.backend()) {
            case AUTO -> Call.isOnDevice(arguments) || execution.ranges().isEmpty() && isWorthGpu(rows, columns);
            case CPU, REFERENCE -> false;
            case GPU, GPU_1D, GPU_2D -> true;
        };
    }

    private boolean isWorthGpu(long rows, long columns) {
        double work = (double) rows * columns * (1 + plan.program().operationsPerPair());
        return work >= ENOUGH_FOR_GPU && !staysOnCpu && Cuda.isAvailable();
    }

    /** Whether what does not run on a GPU is computed by plain loops in float64, all or some of it. */
    boolean runsPlainly(Execution execution, DType compute) {
        if (components.isPresent()) {
            return components().anyMatch(component -> component.runsPlainly(execution, compute));
        }
        return execution.backend() == Backend.REFERENCE
                || CpuBackend.unavailabilityCause().isPresent()
                || onCpu(compute).isPlain()
                || axes.isPresent() && axes.get().both().anyMatch(axis -> axis.onCpu(compute).isPlain());
    }

    /** A GPU where the data are, or where the work is worth it; else the CPU. */
    private void runSomewhere(Call call) {
        if (call.isOnDevice()) {
            runOnGpu(call, Tiling.AUTO);
            return;
        }
        if (call.ranges.isEmpty() && isWorthGpu(call.rows, call.columns)) {
            hasGpu = true;
            if (orStayOnCpu(() -> runOnGpu(call, Tiling.AUTO))) {
                return;
            }
        }
        if (CpuBackend.unavailabilityCause().isEmpty()) {
            runOnCpu(call);
        } else {
            Fallback.warn(Fallback.Cause.NO_VECTOR_API, CpuBackend.unavailabilityCause().get());
            runPlainly(call);
        }
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

    /** What becomes of the plan where it is computed, for arguments of an element type. */
    String explain(Execution execution, DType dtype) {
        if (components.isPresent()) {
            return components.get().get().explain(execution, dtype);
        }
        Backend backend = execution.wanted() == Backend.AUTO ? automatic() : execution.wanted();
        return switch (backend) {
            case CPU -> onCpu(dtype.compute()).explain();
            case REFERENCE -> "REFERENCE: plain loops in float64 on one core\n";
            case AUTO, GPU, GPU_1D, GPU_2D -> onGpus().map(engines -> engines.onGpu(variant(execution, dtype)).explain())
                    .collect(Collectors.joining())
                    + (backend == Backend.AUTO ? "or, for little work, on the " + onCpu(dtype.compute()).explain() : "");
        };
    }

    /** Makes ready what calls with arguments of an element type need, where they would be computed; data come later. */
    void warmUp(Execution execution, DType dtype) {
        if (components.isPresent()) {
            components().forEach(component -> component.warmUp(execution, dtype));
            return;
        }
        switch (execution.wanted()) {
            case AUTO -> {
                if (CpuBackend.unavailabilityCause().isEmpty()) {
                    onCpu(dtype.compute()).warmUp();
                }
                if (!staysOnCpu && execution.ranges().isEmpty() && Cuda.isAvailable()) {
                    orStayOnCpu(() -> warmUpGpus(execution, dtype));
                }
            }
            case CPU -> onCpu(dtype.compute()).warmUp();
            case REFERENCE -> { }
            case GPU, GPU_1D, GPU_2D -> warmUpGpus(execution, dtype);
        }
    }

    private void warmUpGpus(Execution execution, DType dtype) {
        var devices = CudaBackend.devices(execution.devices(), List.of());
        onGpus().forEach(engines -> engines.onGpu(variant(execution, dtype)).warmUp(devices));
    }

    /** Compiles the kernels for GPUs of an architecture into a store. */
    List<Precompiled> precompile(Execution execution, DType dtype, int architecture, KernelStore store) {
        if (components.isPresent()) {
            return components()
                    .flatMap(component -> component.precompile(execution, dtype, architecture, store).stream())
                    .toList();
        }
        return onGpus()
                .map(engines -> engines.onGpu(variant(execution, dtype)).precompile(architecture, store))
                .toList();
    }

    /** What a GPU computes: these sums, or those of each axis. */
    private Stream<Engines> onGpus() {
        return axes.map(Axes::both).orElseGet(() -> Stream.of(this));
    }

    /** The kernels for arguments that are all of one element type. */
    private Variant variant(Execution execution, DType dtype) {
        return new Variant(dtype.compute(), plan.arguments().stream().map(_ -> dtype).toList(), execution.options());
    }

    private CudaBackend onGpu(Variant variant) {
        CudaBackend known = cuda.get(variant);
        if (known != null) {
            return known;
        }
        // Outside of the map, whose locks are waited for without an end.
        var made = CudaBackend.compile(plan, variant.compute, variant.arguments, variant.options);
        CudaBackend first = cuda.putIfAbsent(variant, made);
        return first == null ? made : first;
    }

    private CpuBackend onCpu(DType dtype) {
        CpuBackend known = cpu.get(dtype);
        if (known != null) {
            return known;
        }
        var made = CpuBackend.compile(plan, dtype);
        CpuBackend first = cpu.putIfAbsent(dtype, made);
        return first == null ? made : first;
    }

    /** Computes sums over both axes, one axis after the other. */
    private void runByAxis(Call call, Backend backend) {
        Execution execution = call.execution.on(backend);
        Category other = plan.rows().otherAxis();
        long otherRows = call.columns;
        long otherColumns = call.rows;
        Optional<List<RowBlock>> ofOther =
                execution.ranges().map(ranges -> ranges.blocks(other, otherRows, otherColumns));
        var own = new ArrayList<>(call.outputs);
        Tensor ofColumns = own.remove(1);
        Axes each = axes.orElseThrow();
        call.watch.expect(otherRows, call.watch.isCounted() ? RowBlock.pairs(ofOther, otherRows, otherColumns) : 0);
        each.own.get().run(execution, call.dtype, call.arguments, own, call.rows, call.columns, call.ranges, call.watch);
        each.other.get().run(
                execution, call.dtype, call.arguments, List.of(ofColumns), otherRows, otherColumns, ofOther,
                call.watch);
    }

    private void runOnCpu(Call call) {
        call.requireOnHost();
        if (axes.isPresent() && !(call.ranges.isEmpty() && onCpu(call.dtype).takesColumns(call.rows, call.columns))) {
            runByAxis(call, Backend.CPU);
            return;
        }
        CpuBackend backend = onCpu(call.dtype);
        backend.run(call.arguments, call.outputs, call.rows, call.columns, call.ranges, call.execution.threads(), call.watch);
        call.watch.computedOn(backend.isPlain() ? Backend.REFERENCE : Backend.CPU);
    }

    private void runPlainly(Call call) {
        call.requireOnHost();
        if (axes.isPresent()) {
            runByAxis(call, Backend.REFERENCE);
            return;
        }
        reference.run(call.arguments, call.outputs,
                call.ranges.orElseGet(() -> RowBlock.whole(call.rows, call.columns)), call.watch);
        call.watch.computedOn(Backend.REFERENCE);
    }

    private void runOnGpu(Call call, Tiling tiling) {
        if (call.ranges.isPresent()) {
            throw new BackendException("block-sparse reductions run on the back ends CPU and REFERENCE, not on GPUs");
        }
        Backend backend = switch (tiling) {
            case AUTO -> Backend.GPU;
            case ROWS -> Backend.GPU_1D;
            case ROWS_AND_COLUMNS -> Backend.GPU_2D;
        };
        if (axes.isPresent()) {
            runByAxis(call, backend);
            return;
        }
        var tensors = Stream.concat(call.arguments.stream(), call.outputs.stream()).toList();
        var devices = CudaBackend.devices(call.execution.devices(), tensors);
        onGpu(new Variant(call.dtype, call.arguments.stream().map(Tensor::dtype).toList(), call.execution.options()))
                .run(call.arguments, call.outputs, call.rows, call.columns, tiling, devices, call.watch);
        call.watch.computedOn(backend);
    }
}
