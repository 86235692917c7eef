package keops;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;
import keops.tensor.Tensor;

/**
 * Products of a {@link Kernel} with vectors, {@code a_i = sum_j k(x_i, y_j) b_j}, and the other operations of
 * {@link KernelMode}: the {@code kernel_product} of the original documentation.
 *
 * {@snippet :
 * KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y) * linear(u,v)**2"))
 *         .gamma(Tensor.vector(DType.FLOAT32, 1 / (sigma * sigma)), null);
 * Tensor a = product.call(List.of(x, u), List.of(y, v), b);
 * }
 *
 * <p>A kernel product is immutable: {@link #gamma}, {@link #mode} and {@link #backend} give another one, so that
 * {@code product.mode("lse").call(...)} overrides the mode for one call. All of them share the reductions that were made
 * for the kernel, one for each mode and each list of dimensions, whatever the numbers of rows.
 */
public final class KernelProduct {
    private final Kernel kernel;
    private final List<Gamma> gammas;
    private final KernelMode mode;
    private final ExecutionOptions options;

    private KernelProduct(Kernel kernel, List<Gamma> gammas, KernelMode mode, ExecutionOptions options) {
        this.kernel = kernel;
        this.gammas = gammas;
        this.mode = mode;
        this.options = options;
    }

    /** Products with a kernel: sums, on the fastest back end, with all cores, without gammas as yet. */
    public static KernelProduct of(Kernel kernel) {
        return new KernelProduct(Objects.requireNonNull(kernel, "kernel"), List.of(), KernelMode.SUM,
                ExecutionOptions.NONE);
    }

    /**
     * With other gammas, one for each of {@link Kernel#formulas}. A vector, of shape (1), (D) or (D²), is one for all
     * pairs; a matrix, of shape (N, 1), (N, D) or (N, D²), has one per row j; null stands for the gamma of a formula that
     * has none, such as {@code linear}.
     *
     * @throws FormulaException if there are more or fewer gammas than formulas, one is missing where a formula has a
     *     gamma or is given where it has none, or the rank is neither 1 nor 2
     */
    public KernelProduct gamma(Tensor... values) {
        Objects.requireNonNull(values, "values");
        return gammas(Arrays.stream(values).map(Gamma::of).toArray(Gamma[]::new));
    }

    /** With the same number as gamma of each formula that has one. */
    public KernelProduct gamma(double value) {
        return gammas(kernel.slots().stream()
                .map(slot -> slot.takesGamma() ? Gamma.of(value) : Gamma.none())
                .toArray(Gamma[]::new));
    }

    /**
     * With other gammas, one for each of {@link Kernel#formulas}, per row i among them.
     *
     * @throws FormulaException if there are more or fewer gammas than formulas, or one is missing where a formula has a
     *     gamma or is given where it has none
     */
    public KernelProduct gammas(Gamma... values) {
        Objects.requireNonNull(values, "values");
        List<Gamma> checked = List.of(values);
        KernelArguments.checkGammas(kernel, checked);
        return new KernelProduct(kernel, checked, mode, options);
    }

    /** In another mode. */
    public KernelProduct mode(KernelMode other) {
        return new KernelProduct(kernel, gammas, Objects.requireNonNull(other, "mode"), options);
    }

    /**
     * In another mode, by the name of the original documentation.
     *
     * @throws FormulaException if there is no mode of that name
     */
    public KernelProduct mode(String name) {
        return mode(KernelMode.named(name));
    }

    /** On another back end. */
    public KernelProduct backend(Backend other) {
        return with(options.withBackend(Objects.requireNonNull(other, "backend")));
    }

    /**
     * On another back end, by its name; {@code dense}, in the original {@code pytorch}, computes plainly in double
     * precision.
     *
     * @throws keops.error.BackendException if there is none of that name
     */
    public KernelProduct backend(String name) {
        return backend(Backend.named(name));
    }

    /**
     * With at most so many threads per call, the calling one included.
     *
     * @throws FormulaException if it is less than 1
     */
    public KernelProduct threads(int most) {
        return with(options.withThreads(most));
    }

    /**
     * On the GPU of a number; -1 for the default one. Where there is no such GPU, calls throw a
     * {@link keops.error.BackendException}.
     *
     * @throws FormulaException if it is less than -1
     */
    public KernelProduct device(int number) {
        return with(options.withDevice(number));
    }

    /**
     * With fast or with accurate functions on GPUs; accurate unless said otherwise. {@link GenredBuilder#fastMath}
     * tells what fast ones cost in accuracy.
     */
    public KernelProduct fastMath(boolean value) {
        return with(options.withFastMath(value));
    }

    /** With squared distances computed so on GPUs; {@link DistanceForm#DIFFERENCE} unless said otherwise. */
    public KernelProduct distances(DistanceForm value) {
        return with(options.withDistances(Objects.requireNonNull(value, "distances")));
    }

    /** Over some of the pairs (i, j) only; see {@link Genred#ranges}. */
    public KernelProduct ranges(Ranges pairs) {
        return with(options.withRanges(Objects.requireNonNull(pairs, "pairs")));
    }

    /** With a listener, which calls, those for gradients too, tell how far they have come. */
    public KernelProduct progress(ProgressListener listener) {
        return with(options.watchedBy(options.watching().withListener(listener)));
    }

    /**
     * With a deadline: calls, those for gradients too, end with a {@link keops.error.CancelledException} if they take
     * longer.
     *
     * @param longest the longest time from the beginning of a call to its end
     * @throws FormulaException if it is not positive
     */
    public KernelProduct deadline(Duration longest) {
        return with(options.watchedBy(options.watching().withDeadline(longest)));
    }

    private static List<?> variables(String name, Object given) {
        return Objects.requireNonNull(given, name) instanceof List<?> list ? list : List.of(given);
    }

    private KernelProduct with(ExecutionOptions other) {
        return new KernelProduct(kernel, gammas, mode, other);
    }

    /** The kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /** The mode. */
    public KernelMode mode() {
        return mode;
    }

    /** The gammas, one for each of {@link Kernel#formulas}; none if they were not given. */
    public List<Gamma> gammas() {
        return gammas;
    }

    /**
     * Computes the product into memory that is freed by the garbage collector; the arguments are those of
     * {@link #call(Arena, Object, Object, Object...)}.
     */
    public Tensor call(Object x, Object y, Object... tensors) {
        return call(Arena.ofAuto(), x, y, tensors);
    }

    /**
     * Computes the product. Data are {@link Tensor}s, arrays of rows such as {@code float[][]}, and after x and y also flat
     * arrays such as {@code double[]} and buffers, which have as many rows as x or y has.
     *
     * @param arena what the result lives in
     * @param x the variable indexed by i, (M, D); where the kernel has several {@linkplain Kernel#pairs pairs}, a list of
     *     one for each, each with its own D
     * @param y the variable indexed by j, (N, D), or a list, each D as for x
     * @param tensors those of the {@linkplain KernelMode mode}, in its order; b of shape (N, E) for sums
     * @return (M, E) for sums, (M, 1) for logarithms of sums
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public Tensor call(Arena arena, Object x, Object y, Object... tensors) {
        Objects.requireNonNull(arena, "arena");
        return prepare(x, y, tensors).call(arena);
    }

    /**
     * Computes the product into the caller's memory.
     *
     * @param output the result, as for {@link Genred#callInto}
     * @param x the variables indexed by i, as for {@link #call(Arena, Object, Object, Object...)}
     * @param y the variables indexed by j
     * @param tensors those of the mode
     * @throws FormulaException if the output or an argument does not fit, before any work is done
     */
    public void callInto(Object output, Object x, Object y, Object... tensors) {
        Objects.requireNonNull(output, "output");
        KernelCall call = prepare(x, y, tensors);
        call.reduction().callInto(output, call.arguments().toArray());
    }

    /**
     * The gradients, in memory that is freed by the garbage collector; the arguments are those of
     * {@link #gradients(Arena, Object, Object, Object, Object...)}.
     */
    public KernelGradients gradients(Object cotangent, Object x, Object y, Object... tensors) {
        return gradients(Arena.ofAuto(), cotangent, x, y, tensors);
    }

    /**
     * The gradients of {@code sum (cotangent * a)} by everything that the product a is made of: gammas, variables and the
     * tensors of the mode. For gradients of gradients, and parts of larger computations, see
     * {@link keops.autograd.Reductions}.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the product, as for {@link Gradient#call(Arena, Object, Object...)}
     * @param x the variables indexed by i, as for {@link #call(Arena, Object, Object, Object...)}
     * @param y the variables indexed by j
     * @param tensors those of the mode
     * @throws FormulaException if something does not fit, before any work is done
     */
    public KernelGradients gradients(Arena arena, Object cotangent, Object x, Object y, Object... tensors) {
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(cotangent, "cotangent");
        KernelCall call = prepare(x, y, tensors);
        List<Tensor> all = call.reduction().gradient().call(arena, cotangent, call.arguments().toArray());
        Iterator<Tensor> next = all.iterator();
        return new KernelGradients(
                kernel.slots().stream().map(slot -> slot.takesGamma() ? next.next() : null).toList(),
                kernel.pairs().stream().map(_ -> next.next()).toList(),
                kernel.pairs().stream().map(_ -> next.next()).toList(),
                mode.operands().stream().map(_ -> next.next()).toList());
    }

    /**
     * What a call would run: the generated reduction and its arguments.
     *
     * @param x the variables indexed by i, as for {@link #call(Arena, Object, Object, Object...)}
     * @param y the variables indexed by j
     * @param tensors those of the mode
     * @throws FormulaException if an argument does not fit
     */
    public KernelCall prepare(Object x, Object y, Object... tensors) {
        List<?> ofI = variables("x", x);
        List<?> ofJ = variables("y", y);
        Object[] extra = Arguments.whole(Objects.requireNonNull(tensors, "tensors"));
        var arguments = KernelArguments.of(kernel, mode, gammas, ofI, ofJ, Arrays.asList(extra));
        Genred reduction = kernel.reduction(mode, arguments.aliases(), options);
        return new KernelCall(reduction, arguments.tensors());
    }

    /** The kernel and the mode: {@code sum of gaussian(x,y)}. */
    @Override
    public String toString() {
        return mode + " of " + kernel;
    }
}
