package keops.cpu.reduction;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import keops.cpu.code.Exponent;
import keops.cpu.code.Once;
import keops.cpu.emit.PassEmitter;
import keops.cpu.layout.DataCheck;
import keops.cpu.layout.Layout;
import keops.cpu.lists.ShortlistCode;
import keops.cpu.tier.TierPolicy;
import keops.cpu.tier.Tiers;
import keops.plan.Plan;
import keops.tensor.DType;

/**
 * A plan made ready for the CPU in one compute type: what runs the passes of a {@link KernelPlan}, generated when it is
 * needed first, and counts of what was run. Threads may share it, and calls too.
 */
public final class CpuReduction {
    private final KernelPlan kernels;
    private final TierPolicy policy;
    /** What runs each pass: for any data, and for data of moderate size, with fewer guards. */
    private final Variants any;
    private final Variants moderate;
    private final ShortlistCode shortlists;
    private final Once<DataCheck> check;
    private final Evaluators evaluators;
    private final LongAdder tiles = new LongAdder();
    private final LongAdder fastTiles = new LongAdder();

    private CpuReduction(KernelPlan kernels, TierPolicy policy) {
        this.kernels = kernels;
        this.policy = policy;
        this.any = variants(Map.of());
        this.moderate = variants(kernels.fast().values());
        this.shortlists = new ShortlistCode(kernels.shape(), kernels.plan().dim(), kernels.plan().reduction().k());
        this.check = new Once<>(
                () -> new DataCheck(kernels.staged(), kernels.fast(), kernels.shape(), kernels.rowSlots()));
        this.evaluators = new Evaluators(kernels);
    }

    /** Makes a plan ready, with rows in the lanes of vectors. */
    static CpuReduction of(Plan plan, DType dtype) {
        return new CpuReduction(KernelPlan.of(plan, dtype), TierPolicy.current());
    }

    /** The same reduction with other kernels. */
    CpuReduction with(Layout other) {
        return new CpuReduction(kernels.with(other), policy);
    }

    /**
     * What runs each pass.
     *
     * @param whole for blocks of rows that are whole
     * @param partial for blocks that fill their lanes with a row again, which must not be summed over
     */
    private record Variants(List<Tiers> whole, List<Tiers> partial) {}

    private Variants variants(Map<Integer, Exponent> exponents) {
        List<Tiers> whole = tiers(exponents, false);
        return new Variants(whole, kernels.hasColumnSums() ? tiers(exponents, true) : whole);
    }

    private List<Tiers> tiers(Map<Integer, Exponent> exponents, boolean isPartial) {
        return IntStream.range(0, kernels.kernels().size())
                .mapToObj(pass -> Tiers.of(policy, new PassEmitter(
                        kernels.staged(), kernels.shape(), kernels.kernels().get(pass), kernels.steps().get(pass),
                        kernels.stepColumns(), exponents, isPartial)))
                .toList();
    }

    /** What was decided of the kernels. */
    public KernelPlan kernels() {
        return kernels;
    }

    /**
     * What runs a pass.
     *
     * @param isFast for data of moderate size only
     * @param isPartial for blocks that fill their lanes with a row again
     */
    public Tiers tiers(int pass, boolean isFast, boolean isPartial) {
        Variants variants = isFast ? moderate : any;
        return (isPartial ? variants.partial() : variants.whole()).get(pass);
    }

    /** Generates what a call may need, before there is one. */
    public void prepare() {
        any.whole().forEach(Tiers::prepare);
        if (!kernels.fast().values().isEmpty()) {
            moderate.whole().forEach(Tiers::prepare);
        }
        if (kernels.plan().reduction().takesK()) {
            shortlists.prepare();
        }
    }

    /** The code for lists of the K smallest. */
    public ShortlistCode shortlists() {
        return shortlists;
    }

    /** What looks at packed data. */
    public DataCheck check() {
        return check.get();
    }

    /** What computes the values of single rows and columns. */
    public Evaluators evaluators() {
        return evaluators;
    }

    /**
     * Notes that a task went through some tiles, counted for each block, and how many of these took the fast kernels.
     */
    public void count(long done, long doneFast) {
        tiles.add(done);
        fastTiles.add(doneFast);
    }

    /** The tiles that were worked on. */
    long tiles() {
        return tiles.sum();
    }

    /** The tiles that were worked on by the fast kernels. */
    long fastTiles() {
        return fastTiles.sum();
    }
}
