package keops.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import keops.plan.Plan;
import keops.program.Program;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/**
 * The reductions that were made ready lately: the same formula, written again, finds its kernels, and with them what the
 * JIT compiler made of them. Bounded; the classes of kernels that nobody holds any more are unloaded.
 */
final class KernelCache {
    private static final int LARGEST = 256;
    private static final Map<Key, CpuReduction> RECENT = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CpuReduction> eldest) {
            return size() > LARGEST;
        }
    };

    /** All that kernels depend on; names of arguments are not among it. */
    private record Key(
            Program program, int dim, int totals, int weightDim, Reduction reduction, SumScheme scheme, DType dtype,
            int bits, TierPolicy policy) {}

    private KernelCache() {}

    /** The kernels of a plan: those that are there, or new ones. */
    static CpuReduction get(Plan plan, DType dtype) {
        var key = new Key(plan.program(), plan.dim(), plan.totals(), plan.weightDim(), plan.reduction(), plan.scheme(),
                dtype, Lanes.bits(), TierPolicy.current());
        CpuReduction known;
        synchronized (RECENT) {
            known = RECENT.get(key);
        }
        if (known != null) {
            return known;
        }
        // Made outside the lock; of two threads that make the same at once, the first keeps its own.
        CpuReduction made = CpuReduction.compile(plan, dtype);
        synchronized (RECENT) {
            CpuReduction other = RECENT.putIfAbsent(key, made);
            return other == null ? made : other;
        }
    }
}
