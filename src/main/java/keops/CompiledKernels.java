package keops;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keops.call.Compilation;
import keops.call.PlanEvaluator;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;

/**
 * The kernels that calls of a reduction need, or of its gradients: they can be made before there are data.
 *
 * {@snippet :
 * conv.warmUp(DType.FLOAT32);                       // for calls in this process
 * conv.gradient("X").kernels().warmUp(DType.FLOAT32);
 * conv.kernels().precompile(DType.FLOAT32, 90);     // for later processes, and other machines
 * }
 *
 * <p>They are immutable, and threads may share them.
 */
public final class CompiledKernels {
    private final List<Compilation> parts;

    private CompiledKernels(List<Compilation> parts) {
        this.parts = parts;
    }

    static CompiledKernels of(Stream<PlanEvaluator> evaluators) {
        return new CompiledKernels(evaluators.map(PlanEvaluator::compilation).distinct().toList());
    }

    /**
     * Makes them in this process, where calls would be computed. For GPUs they are taken from the store on disk, or
     * compiled and kept there, and loaded to the devices of the reduction; for the CPU their classes are generated and
     * loaded. For {@link Backend#AUTO} both is done, where there is a GPU.
     *
     * <p>The JIT compiler turns classes into machine code as it sees them run, so that on the CPU the first calls
     * remain slower than later ones; the steps that all formulas begin with are compiled within a second or two.
     *
     * @param dtypes the element types of the arguments to come; none means float32 and float64
     * @throws FormulaException if one of them is not a floating-point type
     * @throws keops.error.BackendException if GPUs were asked for, and kernels have to be compiled without NVRTC
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public void warmUp(DType... dtypes) {
        Objects.requireNonNull(dtypes, "dtypes");
        List<DType> all = dtypes.length == 0 ? List.of(DType.FLOAT32, DType.FLOAT64) : List.of(dtypes);
        all.forEach(CompiledKernels::requireComputed);
        all.forEach(dtype -> parts.forEach(part -> part.warmUp(dtype)));
    }

    /**
     * Compiles them for GPUs of an architecture into the {@linkplain keops.cache.KernelStore store on disk}, unless
     * they are there. It takes NVRTC, but neither a GPU nor a driver. All sizes and both schemes,
     * {@link Backend#GPU_1D} and {@link Backend#GPU_2D}, are served by the same kernels.
     *
     * @param dtype the element type of the arguments to come
     * @param architecture the compute capability, as 90 for 9.0
     * @return a line for each reduction
     * @throws FormulaException if it is not a floating-point type
     * @throws keops.error.BackendException if there is no NVRTC, it does not know the architecture or any before it, or
     *     a formula is too large for a kernel
     * @throws keops.error.CompileException if the compiler refuses a kernel
     * @throws keops.error.CacheException if the store cannot keep them
     */
    public List<Precompiled> precompile(DType dtype, int architecture) {
        return precompile(dtype, architecture, KernelStore.standard());
    }

    /** Compiles them as {@link #precompile(DType, int)} does, into a store of the caller's. */
    public List<Precompiled> precompile(DType dtype, int architecture, KernelStore store) {
        Objects.requireNonNull(store, "store");
        requireComputed(dtype);
        return parts.stream()
                .flatMap(part -> part.precompile(dtype, architecture, store).stream())
                .toList();
    }

    private static void requireComputed(DType dtype) {
        Objects.requireNonNull(dtype, "dtype");
        if (!dtype.isFloating()) {
            throw new FormulaException("the arguments of reductions are floating-point numbers, not " + dtype);
        }
    }
}
