package keops.cuda.call;

import java.util.List;
import keops.cache.KernelStore;
import keops.cuda.Cuda;
import keops.cuda.Precompiled;
import keops.cuda.driver.Devices;
import keops.cuda.driver.GpuDevice;
import keops.cuda.driver.Workspace;
import keops.cuda.source.GeneratorOptions;
import keops.cuda.source.KernelSource;
import keops.cuda.source.Storage;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.plan.Plan;
import keops.plan.Watch;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;

/**
 * The CUDA back end: generated CUDA C, compiled by NVRTC, on the devices of this machine. Threads may share an
 * instance.
 */
public final class CudaBackend {
    private static final int ANY_DEVICE = -1;
    private static final int FIRST_DEVICE = 0;

    private final KernelSource source;

    private CudaBackend(KernelSource source) {
        this.source = source;
    }

    /**
     * Generates the source of a plan's kernels, which needs no GPU. They are compiled at the first call on a device, or
     * before.
     *
     * @param compute the compute type
     * @param dtypes the element types of the arguments
     * @param options the user's choices
     * @throws BackendException if the formula is too large for a kernel
     */
    public static CudaBackend compile(Plan plan, DType compute, List<DType> dtypes, GeneratorOptions options) {
        KernelSource source = KernelSource.of(plan, compute, dtypes.stream().map(Storage::of).toList(), options);
        if (source.call().size() * Long.BYTES > Workspace.MOST_PARAMETER_BYTES) {
            throw new BackendException("a kernel cannot take " + plan.arguments().size() + " arguments");
        }
        return new CudaBackend(source);
    }

    /**
     * The devices of a call: those with the given numbers; without numbers, the device that has a tensor, else the
     * first.
     *
     * @throws BackendException if there is no driver, or no device with a number
     * @throws FormulaException if tensors are on another device
     */
    public static List<GpuDevice> devices(List<Integer> numbers, List<Tensor> tensors) {
        Cuda.ensureAvailable();
        if (numbers.size() > 1) {
            return numbers.stream().map(Devices::get).toList();
        }
        int chosen = numbers.isEmpty() ? ANY_DEVICE : numbers.getFirst();
        for (Tensor tensor : tensors) {
            if (tensor.device().isPresent()) {
                Device home = tensor.device().get();
                if (chosen >= 0 && home.number() != chosen) {
                    throw new FormulaException("a tensor is on " + home + ", but this reduction runs on GPU " + chosen
                            + ": copy it there, or choose the device of the data");
                }
                chosen = home.number();
            }
        }
        return List.of(Devices.get(chosen == ANY_DEVICE ? FIRST_DEVICE : chosen));
    }

    /**
     * Loads the kernels on devices, and compiles those that are not in the store.
     *
     * @throws keops.error.CancelledException if the thread is interrupted; a compilation continues into the store
     * @throws BackendException if the kernels have to be compiled and there is no NVRTC
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public void warmUp(List<GpuDevice> devices) {
        devices.forEach(device -> LoadedKernelCache.STANDARD.get(source, device));
    }

    /**
     * Compiles the kernels for an architecture into a store, unless it has them.
     *
     * @param architecture the compute capability, as 90 for 9.0
     * @param store the store
     * @throws BackendException if there is no NVRTC, or it does not compile for the architecture
     * @throws keops.error.CacheException if they cannot be stored
     */
    public Precompiled precompile(int architecture, KernelStore store) {
        return new StoredImages(store, ImageCompiler.NVRTC).precompile(source, architecture);
    }

    /** How the kernels distribute the work over threads. */
    public String explain() {
        return "GPU, " + source.compute() + ": " + source.template() + ", "
                + source.reduce().rowsPerThread() + " rows per thread, " + source.reduce().threads()
                + " threads per block, tiles of " + source.reduce().tileColumns() + " columns; per pair: "
                + source.plan().program().operationsPerPair() + " operations\n";
    }

    /**
     * Computes a reduction. With several devices, the rows are split, and the devices work concurrently.
     *
     * @param arguments the arguments, already checked, on the host or on the device
     * @param outputs the results, on the host or on the device
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param devices the devices; with more than one, arguments and outputs must be on the host
     * @param watch the watch of the call
     * @throws BackendException if the kernels have to be compiled and there is no NVRTC
     * @throws FormulaException if there are several devices and a tensor is on one of them
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public void run(List<Tensor> arguments, List<Tensor> outputs, long rows, long columns, Tiling tiling,
            List<GpuDevice> devices, Watch watch) {
        new SplitRows(source, arguments, outputs, rows, columns, tiling, devices, watch).run();
    }
}
