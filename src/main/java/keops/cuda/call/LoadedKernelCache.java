package keops.cuda.call;

import java.util.List;
import keops.cuda.driver.GpuDevice;
import keops.cuda.source.KernelSource;
import keops.plan.LruCache;

/**
 * The kernels that were loaded lately, by source and device. Bounded; the garbage collector has the code unloaded that
 * nobody holds any more.
 */
final class LoadedKernelCache {
    /** Those of this process. */
    static final LoadedKernelCache STANDARD = new LoadedKernelCache(256);

    private final LruCache<Key, LoadedKernels> recent;

    private record Key(String source, List<String> options, int device) {}

    /** At most so many sources on all devices together. */
    LoadedKernelCache(int largest) {
        this.recent = new LruCache<>(largest);
    }

    /** The kernels of a source: those that are there, or new ones. */
    LoadedKernels get(KernelSource source, GpuDevice device) {
        return recent.get(new Key(source.text(), source.options(), device.number()),
                () -> LoadedKernels.load(source, device));
    }
}
