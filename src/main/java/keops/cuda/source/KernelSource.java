package keops.cuda.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keops.error.BackendException;
import keops.plan.Plan;
import keops.tensor.DType;

/**
 * The CUDA C of a plan and all that is needed to launch it. One call runs, in this order and on one stream,
 *
 * <ol>
 *   <li>{@link #parameters()}, where there is one: what depends on parameters only;
 *   <li>{@link #reduce()}, or {@link #fewRows()} where there are few rows: blocks of rows times slices of columns;
 *   <li>{@link #merge()}, where {@link #needsMerge}: the slices of each row, in their order;
 *   <li>{@link #totals()}, where there is one: the blocks' sums over their rows, in their order.
 * </ol>
 *
 * Any launch ends soon after {@link CallField.Stop} was set; its results are not whole then.
 *
 * <p>Nothing depends on which block comes first, so that results repeat bit for bit for the same rows per launch and the
 * same slices. With 0 rows only the totals need a launch; with 0 columns all is launched with one slice.
 *
 * @param text the source: the same for the same plan, compute type and options
 * @param call the fields of the entries' only parameter
 * @param plan what is computed
 * @param compute the type that is computed in: FLOAT32 or FLOAT64
 * @param template the words for how the work is laid out, for people
 * @param parameters the entry that prepares the parameters
 * @param reduce the entry for any number of rows
 * @param fewRows the entry whose threads share rows, for {@link #FEW_ROWS} rows at most
 * @param merge the entry that merges slices and writes the outputs
 * @param totals the entry that adds the total partials and writes the last output
 * @param mergesAlways whether a single slice has to be merged, too
 * @param stateBytes the bytes that a row leaves per slice
 * @param parameterBytes the bytes that the first entry writes
 * @param options the options for NVRTC that the source was written for, without the architecture
 */
public record KernelSource(
        String text,
        List<CallField> call,
        Plan plan,
        DType compute,
        String template,
        Optional<EntryPoint> parameters,
        EntryPoint reduce,
        Optional<EntryPoint> fewRows,
        Optional<EntryPoint> merge,
        Optional<EntryPoint> totals,
        boolean mergesAlways,
        long stateBytes,
        long parameterBytes,
        List<String> options) {

    /** The most columns of a slice: positions within it are 32-bit integers. */
    public static final long LONGEST_SLICE = 1L << 30;

    /** The most rows for which {@link #fewRows()} is the better entry. */
    public static final long FEW_ROWS = 32;

    /** Copies the lists. */
    public KernelSource {
        Objects.requireNonNull(text, "text");
        call = List.copyOf(call);
        options = List.copyOf(options);
    }

    /**
     * Writes the kernels of a plan.
     *
     * @param plan the plan
     * @param compute FLOAT32 or FLOAT64
     * @param storage how each argument is stored, by position
     * @param options the user's choices
     * @throws BackendException if the formula is too large for a kernel
     */
    public static KernelSource of(Plan plan, DType compute, List<Storage> storage, GeneratorOptions options) {
        return SourceGenerator.generate(plan, compute, storage, options);
    }

    /** Writes the kernels of a plan for arguments that are stored in the compute type, with the usual options. */
    public static KernelSource of(Plan plan, DType compute) {
        Storage storage = compute == DType.FLOAT64 ? Storage.FLOAT64 : Storage.FLOAT32;
        return of(plan, compute, plan.arguments().stream().map(_ -> storage).toList(), GeneratorOptions.DEFAULT);
    }

    /** Whether {@link #merge()} has to run after {@link #reduce()}. */
    public boolean needsMerge(long slices) {
        return merge.isPresent() && (slices > 1 || mergesAlways);
    }

    /** The bytes of partial results for some rows: 0 where none are written. */
    public long partialBytes(long rows, long slices) {
        return needsMerge(slices) ? Math.multiplyExact(Math.multiplyExact(rows, slices), stateBytes) : 0;
    }

    /** The bytes of total partials that some blocks write. */
    public long totalPartialBytes(long blocks) {
        return Math.multiplyExact(blocks, (long) plan.totals() * Double.BYTES);
    }

    /**
     * The bytes that one block writes to the total partials: what to move {@link CallField.TotalPartials} by, for each
     * block of the launches before.
     */
    public long totalPartialStride() {
        return totalPartialBytes(1);
    }
}
