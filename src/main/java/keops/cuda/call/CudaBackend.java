package keops.cuda.call;

import java.util.List;
import keops.cuda.Cuda;
import keops.cuda.driver.Devices;
import keops.cuda.driver.GpuDevice;
import keops.cuda.source.KernelSource;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.plan.Plan;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;

/** The CUDA back end: kernels of generated CUDA C, compiled by NVRTC, on the devices of this machine. */
public final class CudaBackend {
    private static final int DEFAULT_DEVICE = 0;

    private final KernelSource source;

    private CudaBackend(KernelSource source) {
        this.source = source;
    }

    /**
     * Writes the kernels of a plan for a compute type. They are compiled at the first call on a device.
     *
     * @throws BackendException if there is no driver or no device, or the formula is too large for a kernel
     */
    public static CudaBackend compile(Plan plan, DType dtype) {
        Cuda.ensureAvailable();
        KernelSource source = KernelSource.of(plan, dtype);
        if (source.call().size() * Long.BYTES > keops.cuda.driver.Workspace.MOST_PARAMETER_BYTES) {
            throw new BackendException("a kernel cannot take " + plan.arguments().size() + " arguments");
        }
        return new CudaBackend(source);
    }

    /**
     * The device that a call with some arguments runs on: that of a number, or, for a negative one, the device that has
     * an argument, and else the first.
     *
     * @throws FormulaException if arguments are on another device
     */
    public static GpuDevice device(int number, List<Tensor> tensors) {
        int chosen = number;
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
        Cuda.ensureAvailable();
        return Devices.get(chosen >= 0 ? chosen : DEFAULT_DEVICE);
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already, on the host or on the device
     * @param outputs the results, on the host or on the device
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @throws BackendException if the kernels have to be compiled and there is no NVRTC
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public void run(List<Tensor> arguments, List<Tensor> outputs, long rows, long columns, Tiling tiling,
            GpuDevice device) {
        LoadedKernels kernels = KernelCache.get(source, device);
        device.with(workspace -> {
            new CudaCall(source, kernels, workspace, arguments, outputs, rows, columns, tiling).run();
            return null;
        });
    }
}
