package keops.cuda.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keops.cuda.driver.GpuDevice;
import keops.cuda.source.KernelSource;

/**
 * The kernels that were loaded lately, by source and device: the same formula, written again, finds its kernels. Bounded;
 * the code that nobody holds any more is unloaded.
 */
final class KernelCache {
    private static final int LARGEST = 256;
    private static final Map<Key, LoadedKernels> RECENT = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LoadedKernels> eldest) {
            return size() > LARGEST;
        }
    };

    private record Key(String source, List<String> options, int device) {}

    private KernelCache() {}

    /** The kernels of a source: those that are there, or new ones. */
    static LoadedKernels get(KernelSource source, GpuDevice device) {
        var key = new Key(source.text(), source.options(), device.number());
        LoadedKernels known;
        synchronized (RECENT) {
            known = RECENT.get(key);
        }
        if (known != null) {
            return known;
        }
        // Made outside the lock; of two threads that make the same at once, the first keeps its own.
        LoadedKernels made = LoadedKernels.load(source, device);
        synchronized (RECENT) {
            LoadedKernels other = RECENT.putIfAbsent(key, made);
            return other == null ? made : other;
        }
    }
}
