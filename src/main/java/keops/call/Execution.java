package keops.call;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keops.cuda.Cuda;
import keops.cuda.source.GeneratorOptions;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.DistanceForm;
import keops.formula.Category;
import keops.plan.RowBlock;
import keops.plan.SparsePairs;
import keops.reduction.Ranges;
import keops.tensor.DType;

/**
 * Where and how reductions are computed. What is null was not asked for: that is the fastest back end, with all cores,
 * the default GPU, over all pairs, with accurate functions, in the type of the arguments.
 *
 * @param accumulator the type that sums are accumulated in
 * @param backend the back end
 * @param threads the most threads per call, the calling one included
 * @param devices the numbers of the GPUs that share the rows; none for the default one; the back ends of the CPU have
 *     no use for them
 * @param ranges the pairs that are taken
 * @param fastMath whether GPUs may compute functions by their fast instructions
 * @param distances how GPUs compute squared distances
 */
public record Execution(DType accumulator, Backend backend, Integer threads, List<Integer> devices, SparsePairs ranges,
        Boolean fastMath, DistanceForm distances) {
    /** Nothing was asked for. */
    public static final Execution STANDARD = new Execution(null, null, null, null, null, null, null);

    private static final int DEFAULT_DEVICE = -1;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** Where sums are accumulated. */
    public Execution accumulatingIn(DType type) {
        return new Execution(type, backend, threads, devices, ranges, fastMath, distances);
    }

    /** On a back end. */
    public Execution on(Backend wanted) {
        return new Execution(accumulator, Objects.requireNonNull(wanted, "backend"), threads, devices, ranges, fastMath,
                distances);
    }

    /**
     * With at most so many threads.
     *
     * @throws FormulaException if it is less than 1
     */
    public Execution withThreads(int most) {
        if (most < 1) {
            throw new FormulaException("the number of threads must be at least 1, but is " + most);
        }
        return new Execution(accumulator, backend, most, devices, ranges, fastMath, distances);
    }

    /**
     * On the GPU of a number; -1 for the default one.
     *
     * @throws FormulaException if it is less than -1
     */
    public Execution onDevice(int number) {
        if (number < DEFAULT_DEVICE) {
            throw new FormulaException("the device must be a number from 0, or -1 for the default one, but is "
                    + number);
        }
        return with(number == DEFAULT_DEVICE ? List.of() : List.of(number));
    }

    /**
     * On several GPUs.
     *
     * @throws FormulaException if there is none, or a number is negative
     */
    public Execution onDevices(Integer... numbers) {
        Objects.requireNonNull(numbers, "numbers");
        List<Integer> all = List.of(numbers);
        if (all.isEmpty() || all.stream().anyMatch(number -> number < 0)) {
            throw new FormulaException("rows are split over devices with numbers from 0, but the devices are " + all);
        }
        return with(all);
    }

    private Execution with(List<Integer> numbers) {
        return new Execution(accumulator, backend, threads, numbers, ranges, fastMath, distances);
    }

    /** Over some of the pairs. */
    public Execution withRanges(Ranges pairs) {
        var sparse = new SparsePairs(Objects.requireNonNull(pairs, "pairs"));
        return new Execution(accumulator, backend, threads, devices, sparse, fastMath, distances);
    }

    /** Over all pairs. */
    public Execution withoutRanges() {
        return new Execution(accumulator, backend, threads, devices, null, fastMath, distances);
    }

    /** With fast functions on GPUs, or with accurate ones. */
    public Execution withFastMath(boolean isFast) {
        return new Execution(accumulator, backend, threads, devices, ranges, isFast, distances);
    }

    /** With another form of distances on GPUs. */
    public Execution withDistances(DistanceForm form) {
        return new Execution(accumulator, backend, threads, devices, ranges, fastMath,
                Objects.requireNonNull(form, "distances"));
    }

    /** With i and j exchanged. */
    public Execution transposed() {
        return ranges == null
                ? this
                : new Execution(accumulator, backend, threads, devices, ranges.swapAxes(), fastMath, distances);
    }

    /** These wishes, and those of another where these leave one open. */
    public Execution or(Execution other) {
        return new Execution(
                accumulator == null ? other.accumulator : accumulator,
                backend == null ? other.backend : backend,
                threads == null ? other.threads : threads,
                devices == null ? other.devices : devices,
                ranges == null ? other.ranges : ranges,
                fastMath == null ? other.fastMath : fastMath,
                distances == null ? other.distances : distances);
    }

    /**
     * The same, if it can be here.
     *
     * @throws keops.error.BackendException if the back end cannot run in this JVM or on this machine, or there is no
     *     such GPU
     */
    public Execution requireAvailable() {
        gpus().forEach(Cuda::requireDevice);
        if (backend != null) {
            Dispatch.requireAvailable(backend);
        }
        return this;
    }

    /** The back end that is wished for: who names a GPU wishes for GPUs. */
    public Backend wanted() {
        boolean isOpen = backend == null || backend == Backend.AUTO;
        return !isOpen ? backend : gpus().isEmpty() ? Backend.AUTO : Backend.GPU;
    }

    /** The number of the first GPU, or -1 for the default one. */
    public int device() {
        return gpus().isEmpty() ? DEFAULT_DEVICE : gpus().getFirst();
    }

    List<Integer> gpus() {
        return devices == null ? List.of() : devices;
    }

    int mostThreads() {
        return threads == null ? CORES : threads;
    }

    boolean takesAllPairs() {
        return ranges == null;
    }

    GeneratorOptions options() {
        return new GeneratorOptions(
                fastMath == null ? GeneratorOptions.DEFAULT.fastMath() : fastMath,
                distances == null ? GeneratorOptions.DEFAULT.distances() : distances);
    }

    /** All rows, with the columns that they are reduced over, where these are not all columns. */
    Optional<List<RowBlock>> blocks(Category rowsOf, long rows, long columns) {
        return ranges == null ? Optional.empty() : Optional.of(ranges.blocks(rowsOf, rows, columns));
    }
}
