package keops.call;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import keops.cpu.CpuBackend;
import keops.cuda.call.CudaBackend;
import keops.cuda.call.Tiling;
import keops.cuda.source.GeneratorOptions;
import keops.execution.Backend;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.reference.ReferenceBackend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The back ends of a plan that each of them runs as it is. */
final class OnePlan implements BackEnds {
    private final Plan plan;
    private final ReferenceBackend reference;
    private final ConcurrentHashMap<DType, CpuBackend> cpu = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Variant, CudaBackend> cuda = new ConcurrentHashMap<>();

    OnePlan(Plan plan) {
        this.plan = plan;
        this.reference = new ReferenceBackend(plan);
    }

    /** What the kernels for GPUs differ in. */
    private record Variant(DType compute, List<DType> arguments, GeneratorOptions options) {}

    @Override
    public void runOnCpu(Evaluation e) {
        e.watch().check();
        CpuBackend backend = cpu(e.dtype());
        backend.run(e.elements(), e.rows(), e.columns(), e.blocks(), e.execution().mostThreads(), e.watch());
        e.watch().computedOn(backend.isPlain() ? Backend.REFERENCE : Backend.CPU);
    }

    @Override
    public void runPlainly(Evaluation e) {
        e.watch().check();
        reference.run(e.arguments(), e.outputs(), e.blocks().orElseGet(() -> RowBlock.whole(e.rows(), e.columns())),
                e.watch());
        e.watch().computedOn(Backend.REFERENCE);
    }

    @Override
    public void runOnGpu(Evaluation e, Tiling tiling) {
        e.watch().check();
        List<Tensor> tensors = Stream.concat(e.arguments().stream(), e.outputs().stream()).toList();
        var devices = CudaBackend.devices(e.execution().gpus(), tensors);
        gpu(e.dtype(), e.arguments().stream().map(Tensor::dtype).toList(), e.execution())
                .run(e.arguments(), e.outputs(), e.rows(), e.columns(), tiling, devices, e.watch());
        e.watch().computedOn(switch (tiling) {
            case AUTO -> Backend.GPU;
            case ROWS -> Backend.GPU_1D;
            case ROWS_AND_COLUMNS -> Backend.GPU_2D;
        });
    }

    @Override
    public CpuBackend cpu(DType compute) {
        CpuBackend known = cpu.get(compute);
        if (known != null) {
            return known;
        }
        // Outside of the map, whose locks are waited for without an end.
        var made = CpuBackend.compile(plan, compute);
        CpuBackend first = cpu.putIfAbsent(compute, made);
        return first == null ? made : first;
    }

    @Override
    public boolean isPlain(DType compute) {
        return cpu(compute).isPlain();
    }

    @Override
    public Stream<OnePlan> onGpus() {
        return Stream.of(this);
    }

    /** What runs on GPUs, for arguments that are all of one element type. */
    CudaBackend gpu(Execution execution, DType dtype) {
        return gpu(dtype.compute(), plan.arguments().stream().map(_ -> dtype).toList(), execution);
    }

    private CudaBackend gpu(DType compute, List<DType> arguments, Execution execution) {
        var variant = new Variant(compute, arguments, execution.options());
        CudaBackend known = cuda.get(variant);
        if (known != null) {
            return known;
        }
        var made = CudaBackend.compile(plan, compute, arguments, variant.options);
        CudaBackend first = cuda.putIfAbsent(variant, made);
        return first == null ? made : first;
    }
}
