package keops.cpu.reduction;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Exponent;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Lanes;
import keops.cpu.code.Narrow;
import keops.cpu.code.Once;
import keops.cpu.emit.PassEmitter;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Chunking;
import keops.cpu.layout.DataCheck;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.FastExponents;
import keops.cpu.layout.Inputs;
import keops.cpu.layout.Layout;
import keops.cpu.layout.Steps;
import keops.cpu.layout.SumEpilogues;
import keops.cpu.lists.ShortlistCode;
import keops.cpu.lists.Shortlists;
import keops.cpu.memory.Scratch;
import keops.cpu.tier.TierPolicy;
import keops.cpu.tier.Tiers;
import keops.plan.Plan;
import keops.program.Evaluator;
import keops.program.Optimise;
import keops.program.Program;
import keops.program.Rounded;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/**
 * A plan made ready for the CPU in one compute type: the optimised program, the passes over a tile, and the kernels that
 * are generated for them when they are needed first. {@code CpuCall} runs it, on many threads at once.
 */
public final class CpuReduction {
    private final Plan plan;
    private final DType dtype;
    private final Staged staged;
    private final List<List<Epilogue>> passes;
    private final TierPolicy policy;
    private final Layout layout;
    private final KernelShape shape;
    private final List<List<Chunk>> chunks;
    private final FastExponents fast;
    /** The work of the passes in steps. */
    private final List<List<Chunk>> steps;
    private final int stepColumns;
    private final int pairValues;
    /** What runs each pass: for any data, and for data of moderate size, with fewer guards. */
    private final Variants any;
    private final Variants moderate;
    private final LongAdder tiles = new LongAdder();
    private final LongAdder fastTiles = new LongAdder();
    /** What the results of each pass start from. */
    private final List<double[]> starts;
    private final ShortlistCode shortlists;
    private final Once<DataCheck> check;
    /** With the constants computed. */
    private final Evaluator evaluator;
    private final Evaluator.Needs ofInputs;
    private final Evaluator.Needs ofFactors;
    private final int[] fixed;
    private final int[] factors;
    private final boolean hasRowFactors;
    private final boolean hasColumnFactors;
    private final Inputs rowInputs;
    private final Inputs columnInputs;

    private CpuReduction(Plan plan, DType dtype, Staged staged, List<List<Epilogue>> passes) {
        this(plan, dtype, staged, passes, Layout.choose(ElementKind.of(dtype), Lanes.bits(), staged, passes),
                TierPolicy.current());
    }

    private CpuReduction(
            Plan plan, DType dtype, Staged staged, List<List<Epilogue>> passes, Layout layout, TierPolicy policy) {
        this.plan = plan;
        this.dtype = dtype;
        this.staged = staged;
        this.passes = passes;
        this.policy = policy;
        this.layout = layout;
        this.shape = layout.shape();
        this.chunks = layout.kernels();
        this.fast = FastExponents.of(staged);
        this.steps = chunks.stream().map(pass -> Steps.of(pass, staged)).toList();
        int stepSlots = Chunk.slots(steps);
        this.stepColumns = shape.stripColumnsOfVector(stepSlots);
        this.pairValues = Math.max(
                Chunk.slots(chunks) * Math.max(shape.stripColumns() * shape.blockRows(), shape.tileColumns()),
                stepSlots * stepColumns * shape.lanes());
        this.any = variants(Map.of());
        this.moderate = variants(fast.values());
        this.starts = passes.stream()
                .map(epilogues -> epilogues.stream().flatMapToDouble(e -> Arrays.stream(e.neutral())).toArray())
                .toList();
        this.shortlists = new ShortlistCode(shape, plan.dim(), plan.reduction().k());
        this.check = new Once<>(() -> new DataCheck(staged, fast, shape, rowSlots()));
        this.evaluator = new Evaluator(staged.program());
        this.fixed = staged.fixed().stream().mapToInt(Integer::intValue).toArray();
        this.factors = factors(plan, staged.program());
        this.hasRowFactors = hasFactors(Stage.ROW);
        this.hasColumnFactors = hasFactors(Stage.COLUMN);
        this.rowInputs = Inputs.of(staged.program(), staged.rows(), Stage.ROW);
        this.columnInputs = Inputs.of(staged.program(), staged.columns(), Stage.COLUMN);
        this.ofInputs = evaluator.needs(Stream.of(rowInputs, columnInputs)
                .flatMap(inputs -> inputs.computed().stream())
                .mapToInt(Inputs.Computed::value));
        this.ofFactors = evaluator.needs(Arrays.stream(factors));
    }

    /** Generates the kernels of a plan. */
    static CpuReduction compile(Plan plan, DType dtype) {
        Program program = plan.program();
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> {
                Program optimised = Optimise.forSums(program, plan.rowDim(), plan.byColumn());
                Staged staged = Staged.of(Rounded.dropped(optimised), plan.dim());
                yield new CpuReduction(plan, dtype, staged, List.of(SumEpilogues.of(plan, staged)));
            }
            case Reduction.Extremum _ -> {
                Staged staged = Staged.of(Rounded.dropped(Optimise.apply(program)));
                boolean largest = plan.reduction().takesLargest();
                boolean withColumn = plan.reduction().hasIndices();
                yield new CpuReduction(plan, dtype, staged, List.of(outputs(staged, plan.dim())
                        .<Epilogue>map(v -> new Epilogue.Extremum(v, largest, withColumn))
                        .toList()));
            }
            case Reduction.Exponential _ -> {
                Staged staged =
                        Staged.of(Rounded.dropped(Optimise.forExponentials(program, plan.exponentialSums())));
                List<Integer> outputs = staged.program().outputs();
                int sums = plan.exponentialSums();
                yield new CpuReduction(plan, dtype, staged, List.of(
                        List.of(new Epilogue.Extremum(outputs.getFirst(), true, false)),
                        sums(outputs.subList(1, 1 + sums)),
                        sums(outputs.subList(1 + sums, 1 + 2 * sums))));
            }
            case Reduction.Extrema _ -> {
                Program negated = plan.reduction().takesLargest() ? program.negated() : program;
                Staged staged = Staged.of(Rounded.dropped(Optimise.forCandidates(negated)));
                List<Integer> outputs = staged.program().outputs();
                yield new CpuReduction(plan, dtype, staged, List.of(IntStream.range(0, plan.dim())
                        .boxed()
                        .<Epilogue>map(k -> new Epilogue.Candidates(
                                outputs.get(k), outputs.get(plan.dim() + k), k * Shortlists.places(plan.reduction().k())))
                        .toList()));
            }
        };
    }

    /** The kernels with columns in the lanes and some rows side by side; nothing where that is too much for a kernel. */
    Optional<Layout> layoutOfColumns(int rows) {
        return rows == 1 || Chunking.fits(staged.program(), rows)
                ? Optional.of(Layout.ofColumns(shape.kind(), shape.bits(), staged, passes, rows))
                : Optional.empty();
    }

    /** The same reduction with other kernels. */
    CpuReduction with(Layout other) {
        return new CpuReduction(plan, dtype, staged, passes, other, policy);
    }

    private static List<Epilogue> sums(List<Integer> terms) {
        return terms.stream().<Epilogue>map(term -> new Epilogue.Sum(term, SumScheme.BLOCK)).toList();
    }

    private static Stream<Integer> outputs(Staged staged, int count) {
        return staged.program().outputs().stream().limit(count);
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
        return new Variants(whole, hasColumnSums() ? tiers(exponents, true) : whole);
    }

    private List<Tiers> tiers(Map<Integer, Exponent> exponents, boolean isPartial) {
        return IntStream.range(0, chunks.size())
                .mapToObj(pass -> Tiers.of(policy, new PassEmitter(
                        staged, shape, chunks.get(pass), steps.get(pass), stepColumns, exponents, isPartial)))
                .toList();
    }

    public Plan plan() {
        return plan;
    }

    public DType dtype() {
        return dtype;
    }

    public Staged staged() {
        return staged;
    }

    /** About what its kernels cost, in cycles per vector of pairs. */
    public double cost() {
        return layout.cost();
    }

    public KernelShape shape() {
        return shape;
    }

    /** What of rows and columns has to be computed for kernels. */
    public Evaluator.Needs ofInputs() {
        return ofInputs;
    }

    /** What of rows and columns has to be computed for factors of sums. */
    public Evaluator.Needs ofFactors() {
        return ofFactors;
    }

    /** What computes the values of single rows and columns, with the constants computed; to be copied. */
    public Evaluator evaluator() {
        return evaluator;
    }

    /** The parameter values and constants, as an array of the compute type. */
    public Object parameters(Evaluator computed) {
        double[] values = Arrays.stream(fixed).mapToDouble(computed::value).toArray();
        return shape.kind() == ElementKind.DOUBLE ? values : Narrow.toFloats(values);
    }

    /** The values that sums are multiplied with; none for other reductions. */
    private static int[] factors(Plan plan, Program program) {
        return plan.reduction().equals(Reduction.SUM)
                ? program.outputs().stream().skip(plan.dim()).mapToInt(Integer::intValue).toArray()
                : new int[0];
    }

    private boolean hasFactors(Stage stage) {
        return Arrays.stream(factors).anyMatch(v -> staged.stages().get(v) == stage);
    }

    /** The value that a component of the sums is multiplied with. */
    public int factor(int component) {
        return factors[component];
    }

    /** Whether sums of rows are multiplied with values that change from row to row. */
    public boolean hasRowFactors() {
        return hasRowFactors;
    }

    /** Whether sums of columns are multiplied with values that change from column to column. */
    public boolean hasColumnFactors() {
        return hasColumnFactors;
    }

    /** What looks at packed data. */
    public DataCheck check() {
        return check.get();
    }

    public Inputs rowInputs() {
        return rowInputs;
    }

    public Inputs columnInputs() {
        return columnInputs;
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

    /** Makes ready what a call may need, before there is one. */
    public void prepare() {
        any.whole().forEach(Tiers::prepare);
        if (!fast.values().isEmpty()) {
            moderate.whole().forEach(Tiers::prepare);
        }
        if (plan.reduction().takesK()) {
            shortlists.prepare();
        }
    }

    /** The kernels of each pass. */
    List<List<Chunk>> passes() {
        return chunks;
    }

    /** Notes that a task went through some tiles, counted for each block, and how many of these took the fast kernels. */
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

    /** The code for lists of the K smallest. */
    public ShortlistCode shortlists() {
        return shortlists;
    }

    /** The number of kernels. */
    public int kernelCount() {
        return chunks.stream().mapToInt(List::size).sum();
    }

    /** The exponentials that have faster kernels for data of moderate size. */
    FastExponents fast() {
        return fast;
    }

    public List<Epilogue> epilogues(int pass) {
        return passes.get(pass);
    }

    /** Sets the results of a pass to what they start from in a tile. */
    public void resetAccumulators(int pass, Scratch scratch) {
        int slot = 0;
        for (double start : starts.get(pass)) {
            scratch.fillResults(slot++ * shape.blockRows(), shape.blockRows(), start);
        }
    }

    /**
     * Whether the exponentials of the last pass have fast kernels, which overflow to infinity where an exponent is far above
     * its shift, and do nothing worse.
     */
    public boolean toleratesLowShifts() {
        return chunks.getLast().stream()
                .flatMap(chunk -> chunk.values().stream())
                .filter(v -> staged.program().values().get(v) instanceof Scalar.Unary(UnaryFunction function, int a)
                        && function == UnaryFunction.EXP2
                        && isShifted(a))
                .allMatch(fast.values()::containsKey);
    }

    private boolean isShifted(int exponent) {
        return staged.program().values().get(exponent).operands().stream()
                .anyMatch(v -> staged.program().values().get(v) instanceof Scalar.Supplied);
    }

    /** Whether there are sums over rows, for each column. */
    public boolean hasColumnSums() {
        return plan.byColumn() > 0;
    }

    /** Row values per row, at least 1. Where columns have sums, the last one tells rows from what fills a block. */
    public int rowSlots() {
        return Math.max(1, staged.rows().size() + (hasColumnSums() ? 1 : 0));
    }

    /** Result slots of the pass that has most. */
    public int results() {
        return starts.stream().mapToInt(start -> start.length).max().orElse(0);
    }

    /** Room for spilled values of pairs. */
    public int pairValues() {
        return pairValues;
    }

    /** The columns of the longest strip. */
    public int longestStrip() {
        return Math.max(shape.stripColumns(), stepColumns);
    }

    /** The row slot of a supplied value. */
    public int suppliedSlot(int rank) {
        return staged.rows().stream()
                .filter(v -> staged.program().values().get(v) instanceof Scalar.Supplied(int r, var _) && r == rank)
                .findFirst()
                .map(staged.rows()::indexOf)
                .orElseThrow();
    }
}
