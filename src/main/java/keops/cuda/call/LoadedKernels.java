package keops.cuda.call;

import java.util.Optional;
import keops.cuda.driver.GpuDevice;
import keops.cuda.driver.KernelFunction;
import keops.cuda.driver.KernelModule;
import keops.cuda.source.EntryPoint;
import keops.cuda.source.KernelSource;

/**
 * The kernels of a source on a device. Plans that differ in arguments that nobody uses have the same source, so that a
 * call goes by its own plan.
 *
 * @param reduceBlocks how many blocks of the entry for any number of rows live on a multiprocessor
 * @param fewRowsBlocks how many of the entry for few rows do, 0 where there is none
 */
record LoadedKernels(
        EntryPoint reduceEntry,
        GpuDevice device,
        Optional<KernelFunction> parameters,
        KernelFunction reduce,
        Optional<KernelFunction> fewRows,
        Optional<KernelFunction> merge,
        Optional<KernelFunction> totals,
        int reduceBlocks,
        int fewRowsBlocks) {

    static LoadedKernels load(KernelSource source, GpuDevice device) {
        KernelModule module = Images.load(source, device);
        KernelFunction reduce = module.function(source.reduce().name());
        Optional<KernelFunction> few = source.fewRows().map(EntryPoint::name).map(module::function);
        return new LoadedKernels(
                source.reduce(),
                device,
                source.parameters().map(EntryPoint::name).map(module::function),
                reduce,
                few,
                source.merge().map(EntryPoint::name).map(module::function),
                source.totals().map(EntryPoint::name).map(module::function),
                reduce.blocksPerMultiprocessor(source.reduce().threads()),
                few.map(f -> f.blocksPerMultiprocessor(source.fewRows().orElseThrow().threads())).orElse(0));
    }

    /** How many blocks of an entry that reduces live on a multiprocessor. */
    int blocks(EntryPoint entry) {
        return entry.equals(reduceEntry) ? reduceBlocks : fewRowsBlocks;
    }

    KernelFunction function(EntryPoint entry) {
        return entry.equals(reduceEntry) ? reduce : fewRows.orElseThrow();
    }
}
