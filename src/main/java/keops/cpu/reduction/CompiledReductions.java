package keops.cpu.reduction;

import java.util.List;
import keops.cpu.code.Lanes;
import keops.cpu.tier.TierPolicy;
import keops.plan.LruCache;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Program;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/**
 * An LRU cache of compiled reductions, and with them of what the JIT compiler made of their kernels. The classes of
 * evicted ones are unloaded once they are unreachable. Thread-safe.
 */
public final class CompiledReductions {
    /** The most reductions that it holds. */
    static final int LARGEST = 256;
    private static final LruCache<Key, LaneChoice> RECENT = new LruCache<>(LARGEST);

    /** All that kernels depend on; names of arguments are not among it. */
    private record Key(
            Program program, List<Extent> extents, int weightDim, Reduction reduction, SumScheme scheme, DType dtype,
            int bits, TierPolicy policy) {}

    private CompiledReductions() {}

    /** The compiled reduction of a plan: the one that is there, or a new one. */
    public static LaneChoice get(Plan plan, DType dtype) {
        var key = new Key(plan.program(), plan.extents(), plan.weightDim(), plan.reduction(),
                plan.scheme(), dtype, Lanes.bits(), TierPolicy.current());
        return RECENT.get(key, () -> new LaneChoice(CpuReduction.of(plan, dtype)));
    }
}
