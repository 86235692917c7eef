package keops.cuda.call;

import java.util.Optional;
import keops.cuda.driver.GpuDevice;
import keops.cuda.driver.KernelFunction;
import keops.cuda.driver.KernelModule;
import keops.cuda.source.EntryPoint;
import keops.cuda.source.KernelSource;

/**
 * The kernels of a source on a device. Plans that differ only in unused arguments have the same source, so that a call
 * uses its own plan.
 *
 * @param reduceBlocks the occupancy of the entry for any number of rows: its resident blocks per multiprocessor
 * @param fewRowsBlocks the same of the entry for few rows; 0 if there is none
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

    /** The resident blocks per multiprocessor of a reducing entry. */
    int blocks(EntryPoint entry) {
        return entry.equals(reduceEntry) ? reduceBlocks : fewRowsBlocks;
    }

    KernelFunction function(EntryPoint entry) {
        return entry.equals(reduceEntry) ? reduce : fewRows.orElseThrow();
    }
}
