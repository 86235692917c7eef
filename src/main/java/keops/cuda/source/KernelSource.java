package keops.cuda.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keops.error.BackendException;
import keops.plan.Plan;
import keops.program.Extent;
import keops.tensor.DType;

/**
 * The CUDA C of a plan, with the launch configurations. A call runs, in this order and on one stream,
 *
 * <ol>
 * <li>{@link #parameters()}, if there is one: the values that depend on parameters only;
 * <li>{@link #reduce()}, or {@link #fewRows()} if there are few rows: blocks of rows times slices of columns;
 * <li>{@link #merge()}, where {@link #needsMerge}: the slices of each row, in order;
 * <li>{@link #totals()}, if there is one: the partial totals of the blocks, in order.
 * </ol>
 *
 * Any launch ends soon after {@link CallField.Stop} is set; its results are then undefined.
 *
 * <p>Results do not depend on the order of blocks: they are bitwise reproducible for the same rows per launch and the
 * same slices. With 0 rows only the totals are launched; with 0 columns everything is launched with one slice.
 * Immutable.
 *
 * @param text the source: the same for the same plan, compute type and options
 * @param call the fields of the parameter of all entries
 * @param plan what is computed
 * @param compute the compute type: FLOAT32 or FLOAT64
 * @param template the description of the template, for users
 * @param parameters the entry that computes the values of parameters
 * @param reduce the entry for any number of rows
 * @param fewRows the entry whose threads share rows, for {@link #FEW_ROWS} rows at most
 * @param merge the entry that merges slices and writes the outputs
 * @param totals the entry that adds the total partials and writes the last output
 * @param mergesAlways whether even a single slice must be merged
 * @param stateBytes the size of a stored state, per row and slice
 * @param parameterBytes the size of the values of parameters
 * @param options the options for NVRTC, without the architecture
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
     * Generates the kernels of a plan.
     *
     * @param plan the plan
     * @param compute FLOAT32 or FLOAT64
     * @param storage the storage of each argument, by position
     * @param options the user's options
     * @throws BackendException if the formula is too large for a kernel
     */
    public static KernelSource of(Plan plan, DType compute, List<Storage> storage, GeneratorOptions options) {
        return SourceGenerator.generate(plan, compute, storage, options);
    }

    /** Generates the kernels of a plan for arguments of the compute type, with default options. */
    public static KernelSource of(Plan plan, DType compute) {
        Storage storage = compute == DType.FLOAT64 ? Storage.FLOAT64 : Storage.FLOAT32;
        return of(plan, compute, plan.arguments().stream().map(_ -> storage).toList(), GeneratorOptions.DEFAULT);
    }

    /** Whether {@link #merge()} must run after {@link #reduce()}. */
    public boolean needsMerge(long slices) {
        return merge.isPresent() && (slices > 1 || mergesAlways);
    }

    /** The size of the partial results for a number of rows, in bytes; 0 if there are none. */
    public long partialBytes(long rows, long slices) {
        return needsMerge(slices) ? Math.multiplyExact(Math.multiplyExact(rows, slices), stateBytes) : 0;
    }

    /** The size of the partial totals of a number of blocks, in bytes. */
    public long totalPartialBytes(long blocks) {
        return Math.multiplyExact(blocks, (long) plan.dim(Extent.PAIRS) * Double.BYTES);
    }

    /**
     * The size of the partial totals of one block: the stride of {@link CallField.TotalPartials} over the blocks of
     * earlier launches.
     */
    public long totalPartialStride() {
        return totalPartialBytes(1);
    }
}
