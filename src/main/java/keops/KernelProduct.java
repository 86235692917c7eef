package keops;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import keops.call.Arguments;
import keops.call.Execution;
import keops.call.Watching;
import keops.error.FormulaException;
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
 * {@code product.mode("lse").call(...)} overrides the mode for one call. All of them share the reductions that were
 * made for the kernel, one for each mode and each list of dimensions, whatever the numbers of rows.
 */
public final class KernelProduct extends Configurable<KernelProduct> {
    private final Kernel kernel;
    private final List<Gamma> gammas;
    private final KernelMode mode;
    private final Execution execution;
    private final Watching watching;

    private KernelProduct(Kernel kernel, List<Gamma> gammas, KernelMode mode, Execution execution, Watching watching) {
        this.kernel = kernel;
        this.gammas = gammas;
        this.mode = mode;
        this.execution = execution;
        this.watching = watching;
    }

    /** Products with a kernel: sums, on the fastest back end, with all cores, without gammas as yet. */
    public static KernelProduct of(Kernel kernel) {
        return new KernelProduct(Objects.requireNonNull(kernel, "kernel"), List.of(), KernelMode.SUM,
                Execution.STANDARD, Watching.NONE);
    }

    /**
     * With other gammas, one for each of {@link Kernel#formulas}: tensors, arrays, buffers or numbers. A number, or a
     * vector, of shape (1), (D) or (D²), is one for all pairs; a matrix, of shape (N, 1), (N, D) or (N, D²), has one
     * per row j; null stands for the gamma of a formula that has none, such as {@code linear}.
     *
     * @throws FormulaException if there are more or fewer gammas than formulas, one is missing where a formula has a
     *     gamma or is given where it has none, or the rank is neither 1 nor 2
     */
    public KernelProduct gamma(Object... values) {
        Objects.requireNonNull(values, "values");
        return gammas(Arrays.stream(Arguments.whole(values)).map(Gamma::of).toArray(Gamma[]::new));
    }

    /** As {@link #gamma(Object...)}, for tensors. */
    public KernelProduct gamma(Tensor... values) {
        return gamma((Object[]) values);
    }

    /**
     * With the same number as gamma of each formula that has one.
     *
     * @throws FormulaException if none has one
     */
    public KernelProduct gamma(double value) {
        if (kernel.slots().stream().noneMatch(KernelSlot::takesGamma)) {
            throw new FormulaException("no formula of the kernel " + kernel + " has a gamma, but gamma " + value
                    + " came");
        }
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
        return new KernelProduct(kernel, checked, mode, execution, watching);
    }

    /** In another mode. */
    public KernelProduct mode(KernelMode other) {
        return new KernelProduct(kernel, gammas, Objects.requireNonNull(other, "mode"), execution, watching);
    }

    /**
     * In another mode, by the name of the original documentation.
     *
     * @throws FormulaException if there is no mode of that name
     */
    public KernelProduct mode(String name) {
        return mode(KernelMode.named(name));
    }

    @Override
    Execution execution() {
        return execution;
    }

    @Override
    KernelProduct with(Execution other) {
        return new KernelProduct(kernel, gammas, mode, other, watching);
    }

    @Override
    Watching watching() {
        return watching;
    }

    @Override
    KernelProduct watchedBy(Watching other) {
        return new KernelProduct(kernel, gammas, mode, execution, other);
    }

    private static List<?> variables(String name, Object given) {
        return Objects.requireNonNull(given, name) instanceof List<?> list ? list : List.of(given);
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
     * Computes the product. Data are {@link Tensor}s, arrays of rows such as {@code float[][]}, and after x and y also
     * flat arrays such as {@code double[]} and buffers, which have as many rows as x or y has.
     *
     * @param arena what the result lives in
     * @param x the variable indexed by i, (M, D); where the kernel has several {@linkplain Kernel#pairs pairs}, a list
     *     of one for each, each with its own D
     * @param y the variable indexed by j, (N, D), or a list, each D as for x
     * @param tensors those of the {@linkplain KernelMode mode}, in its order; b of shape (N, E) for sums
     * @return (M, E) for sums, (M, 1) for logarithms of sums
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public Tensor call(Arena arena, Object x, Object y, Object... tensors) {
        Arguments.requireArena(arena);
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
     * The gradients of {@code sum (cotangent * a)} by everything that the product a is made of: gammas, variables and
     * the tensors of the mode. For gradients of gradients, and parts of larger computations, see
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
        Arguments.requireArena(arena);
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
        Genred reduction = kernel.reduction(mode, arguments.aliases(), execution)
                .watchedBy(watching);
        return new KernelCall(reduction, arguments.tensors());
    }

    /** The kernel and the mode: {@code sum of gaussian(x,y)}. */
    @Override
    public String toString() {
        return mode + " of " + kernel;
    }
}
