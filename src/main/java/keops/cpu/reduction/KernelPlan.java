package keops.cpu.reduction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Lanes;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Chunking;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.FastExponents;
import keops.cpu.layout.Inputs;
import keops.cpu.layout.Layout;
import keops.cpu.layout.Steps;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.tensor.DType;

/**
 * What a plan becomes in one compute type before any code is written: the passes over a tile, cut into kernels and into
 * steps, where kernels find their operands, and how much memory they take. It never changes, and threads may share it.
 */
public final class KernelPlan {
    private final Plan plan;
    private final DType dtype;
    private final Passes passes;
    private final Layout layout;
    private final List<List<Chunk>> steps;
    private final int stepColumns;
    private final int pairValues;
    private final FastExponents fast;
    /** The neutral elements that the accumulators of each pass start from. */
    private final List<double[]> neutral;
    private final int accumulators;
    private final SumFactors factors;
    private final Inputs rowInputs;
    private final Inputs columnInputs;

    private KernelPlan(Plan plan, DType dtype, Passes passes, Layout layout) {
        Staged staged = passes.staged();
        this.plan = plan;
        this.dtype = dtype;
        this.passes = passes;
        this.layout = layout;
        this.steps = layout.kernels().stream().map(pass -> Steps.of(pass, staged)).toList();
        int stepSlots = Chunk.slots(steps);
        KernelShape shape = layout.shape();
        this.stepColumns = shape.stripColumnsOfVector(stepSlots);
        this.pairValues = Math.max(
                Chunk.slots(layout.kernels()) * Math.max(shape.stripColumns() * shape.blockRows(), shape.tileColumns()),
                stepSlots * stepColumns * shape.lanes());
        this.fast = FastExponents.of(staged);
        this.neutral = passes.epilogues().stream()
                .map(epilogues -> epilogues.stream().flatMapToDouble(e -> Arrays.stream(e.neutral())).toArray())
                .toList();
        this.accumulators = neutral.stream().mapToInt(ofPass -> ofPass.length).max().orElse(0);
        this.factors = new SumFactors(plan, staged);
        this.rowInputs = Inputs.of(staged.program(), staged.rows(), Stage.ROW);
        this.columnInputs = Inputs.of(staged.program(), staged.columns(), Stage.COLUMN);
    }

    /** The kernels of a plan, with rows in the lanes of vectors. */
    static KernelPlan of(Plan plan, DType dtype) {
        Passes passes = Passes.of(plan);
        return new KernelPlan(plan, dtype, passes,
                Layout.choose(ElementKind.of(dtype), Lanes.bits(), passes.staged(), passes.epilogues()));
    }

    /**
     * The kernels with columns in the lanes and some rows side by side; nothing where that is too much for a kernel.
     */
    Optional<Layout> layoutOfColumns(int rows) {
        return rows == 1 || Chunking.fits(staged().program(), rows)
                ? Optional.of(Layout.ofColumns(shape().kind(), shape().bits(), staged(), passes.epilogues(), rows))
                : Optional.empty();
    }

    /** The same plan with other kernels. */
    KernelPlan with(Layout other) {
        return new KernelPlan(plan, dtype, passes, other);
    }

    public Plan plan() {
        return plan;
    }

    public DType dtype() {
        return dtype;
    }

    public Staged staged() {
        return passes.staged();
    }

    public KernelShape shape() {
        return layout.shape();
    }

    /** About what the kernels cost, in cycles per vector of pairs. */
    public double cost() {
        return layout.cost();
    }

    /** The kernels of each pass. */
    List<List<Chunk>> kernels() {
        return layout.kernels();
    }

    /** The number of kernels. */
    public int kernelCount() {
        return layout.kernels().stream().mapToInt(List::size).sum();
    }

    /** The same work in steps. */
    List<List<Chunk>> steps() {
        return steps;
    }

    /** The columns of a strip of steps. */
    int stepColumns() {
        return stepColumns;
    }

    /** The columns of the longest strip. */
    public int longestStrip() {
        return Math.max(shape().stripColumns(), stepColumns);
    }

    /** Room for spilled values of pairs. */
    public int pairValues() {
        return pairValues;
    }

    /** The exponentials that have faster kernels for data of moderate size. */
    FastExponents fast() {
        return fast;
    }

    public List<Epilogue> epilogues(int pass) {
        return passes.epilogues().get(pass);
    }

    /**
     * What the accumulators of a pass start from in a tile, one after the other; those carried on are not among them.
     */
    public double[] neutral(int pass) {
        return neutral.get(pass);
    }

    /** The accumulators of the pass that has most. */
    public int accumulators() {
        return accumulators;
    }

    public SumFactors factors() {
        return factors;
    }

    public Inputs rowInputs() {
        return rowInputs;
    }

    public Inputs columnInputs() {
        return columnInputs;
    }

    /** Whether there are sums over rows, for each column. */
    public boolean hasColumnSums() {
        return plan.dim(Extent.COLUMNS) > 0;
    }

    /** Row values per row, at least 1. Where columns have sums, the last one tells rows from what fills a block. */
    public int rowSlots() {
        return Math.max(1, staged().rows().size() + (hasColumnSums() ? 1 : 0));
    }

    /** The row slot of a supplied value. */
    public int suppliedSlot(int rank) {
        return staged().rows().stream()
                .filter(v -> staged().program().values().get(v) instanceof Scalar.Supplied(int r, var _) && r == rank)
                .findFirst()
                .map(staged().rows()::indexOf)
                .orElseThrow();
    }

    /**
     * Whether the exponentials of the last pass have fast kernels, which overflow to infinity where an exponent is far
     * above its shift, and do nothing worse.
     */
    public boolean toleratesLowShifts() {
        return kernels().getLast().stream()
                .flatMap(chunk -> chunk.values().stream())
                .filter(v -> staged().program().values().get(v) instanceof Scalar.Unary(UnaryFunction function, int a)
                        && function == UnaryFunction.EXP2
                        && isShifted(a))
                .allMatch(fast.values()::containsKey);
    }

    private boolean isShifted(int exponent) {
        return staged().program().values().get(exponent).operands().stream()
                .anyMatch(v -> staged().program().values().get(v) instanceof Scalar.Supplied);
    }
}
