package keops.cuda.call;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.cuda.driver.GpuDevice;
import keops.cuda.driver.Workspace;
import keops.cuda.source.KernelSource;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.plan.Watch;
import keops.tensor.Tensor;

/**
 * A call whose rows are split evenly over devices. The calling thread starts the work of all devices, and then copies
 * the results back; sums over all rows are added in the order of the devices.
 */
final class SplitRows {
    private final KernelSource source;
    private final Plan plan;
    private final List<Tensor> arguments;
    private final List<Tensor> outputs;
    private final long rows;
    private final long columns;
    private final Tiling tiling;
    private final List<GpuDevice> devices;
    private final Watch watch;

    SplitRows(KernelSource source, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns, Tiling tiling,
            List<GpuDevice> devices, Watch watch) {
        this.source = source;
        this.plan = source.plan();
        this.arguments = arguments;
        this.outputs = outputs;
        this.rows = rows;
        this.columns = columns;
        this.tiling = tiling;
        this.devices = devices;
        this.watch = watch;
    }

    void run() {
        if (devices.size() == 1) {
            run(0, arguments, outputs, 0, rows);
            return;
        }
        for (Tensor tensor : arguments) {
            requireOnHost(tensor);
        }
        for (Tensor tensor : outputs) {
            requireOnHost(tensor);
        }
        try (Arena arena = Arena.ofConfined()) {
            var parts = new ArrayList<List<Tensor>>();
            for (int part = 0; part < devices.size(); part++) {
                parts.add(outputs(arena, first(part), first(part + 1)));
            }
            start(0, parts);
            addTotals(parts);
        }
    }

    private static void requireOnHost(Tensor tensor) {
        if (tensor.device().isPresent()) {
            throw new FormulaException("the tensor " + tensor.description() + " is on " + tensor.device().get()
                    + ": what is split over several devices has to be on the host");
        }
    }

    private long first(int part) {
        return rows / devices.size() * part + Math.min(part, rows % devices.size());
    }

    /** Starts the work of a device, then, recursively, that of the others, and then waits for the device. */
    private void start(int part, List<List<Tensor>> parts) {
        if (part < devices.size()) {
            long from = first(part);
            long to = first(part + 1);
            List<Tensor> own = arguments(from, to);
            devices.get(part).with(workspace -> {
                var call = call(part, workspace, own, parts.get(part), from, to - from);
                call.start();
                start(part + 1, parts);
                workspace.resume();
                call.finish();
                return null;
            });
        }
    }

    private void run(int part, List<Tensor> own, List<Tensor> results, long from, long count) {
        devices.get(part).with(workspace -> {
            var call = call(part, workspace, own, results, from, count);
            call.start();
            call.finish();
            return null;
        });
    }

    private CudaCall call(int part, Workspace workspace, List<Tensor> own, List<Tensor> results, long from,
            long count) {
        LoadedKernels kernels = LoadedKernelCache.STANDARD.get(source, devices.get(part));
        return new CudaCall(source, kernels, workspace, own, results, from, count, columns, tiling, watch);
    }

    private List<Tensor> arguments(long from, long to) {
        var own = new ArrayList<>(arguments);
        for (Variable v : plan.arguments()) {
            if (v.category() == plan.rows()) {
                own.set(v.position(), arguments.get(v.position()).rows(from, to));
            }
        }
        return own;
    }

    /** The rows of the outputs, and memory for the device's sums over its rows. */
    private List<Tensor> outputs(Arena arena, long from, long to) {
        var own = new ArrayList<Tensor>();
        for (int k = 0; k < outputs.size(); k++) {
            Tensor output = outputs.get(k);
            own.add(plan.outputs().get(k).isTotal()
                    ? Tensor.allocate(arena, output.dtype(), output.shape())
                    : output.rows(from, to));
        }
        return own;
    }

    private void addTotals(List<List<Tensor>> parts) {
        for (int k = 0; k < outputs.size(); k++) {
            for (long at = 0; plan.outputs().get(k).isTotal() && at < outputs.get(k).count(); at++) {
                double sum = 0;
                for (List<Tensor> part : parts) {
                    sum += part.get(k).doubleAt(at);
                }
                outputs.get(k).setDoubleAt(at, sum);
            }
        }
    }
}
