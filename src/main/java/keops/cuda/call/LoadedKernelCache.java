package keops.cuda.call;

import java.util.List;
import keops.cuda.driver.GpuDevice;
import keops.cuda.source.KernelSource;
import keops.plan.LruCache;

/**
 * An LRU cache of loaded kernels, by source and device. Evicted code is unloaded once it is unreachable. Thread-safe.
 */
final class LoadedKernelCache {
    /** The cache of this process. */
    static final LoadedKernelCache STANDARD = new LoadedKernelCache(256);

    private final LruCache<Key, LoadedKernels> recent;

    private record Key(String source, List<String> options, int device) {}

    /** A cache of at most {@code largest} sources on all devices together. */
    LoadedKernelCache(int largest) {
        this.recent = new LruCache<>(largest);
    }

    /** The kernels of a source, which are loaded if they are not in the cache. */
    LoadedKernels get(KernelSource source, GpuDevice device) {
        return recent.get(new Key(source.text(), source.options(), device.number()),
                () -> LoadedKernels.load(source, device));
    }
}
