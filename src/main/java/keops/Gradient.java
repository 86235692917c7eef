package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import keops.call.PlanEvaluator;
import keops.call.ArgumentCheck;
import keops.call.Arguments;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.derivative.Vjp;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;
import keops.text.Count;

/**
 * The gradients of a reduction by some of its arguments: of {@code sum (e * a)} over all numbers of the result a, for a
 * cotangent e of the shape of a.
 *
 * {@snippet :
 * Genred conv = Genred.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
 *         .axis(1).build();
 * Gradient gradient = conv.gradient("X", "B");
 * List<Tensor> gradients = gradient.call(e, gamma, x, y, b); // (M, 3) and (N, 2)
 * }
 *
 * <p>The gradients of sums, LogSumExp and SumSoftMaxWeight are sums over pairs: those by arguments indexed by i are
 * sums for each i, those by arguments indexed by j sums for each j, and those by parameters sums over all pairs. On the
 * CPU, one pass over the pairs computes them all. There are two, one for each axis, on GPUs, and on the CPU where there
 * are few rows, where pairs are chosen by ranges, where sums are kept more accurately than by default, and where the
 * arguments of the other axis have more than 24 components together, or sums that would take more than a gigabyte.
 * Those of Min, Max and the K smallest are taken at the pairs that were chosen; indices have the gradient zero.
 * Arguments of integers are labels and indices, by which nothing is differentiated: a call that is to give the gradient
 * by one is refused.
 *
 * <p>A gradient is immutable and may be called from many threads at once.
 */
public final class Gradient extends Watched<Gradient> {
    private final Vjp vjp;

    Gradient(Vjp vjp) {
        this.vjp = vjp;
    }

    @Override
    Watching watching() {
        return source().watching();
    }

    @Override
    Gradient watchedBy(Watching other) {
        return new Gradient(vjp.watchedBy(other));
    }

    private PlanEvaluator source() {
        return vjp.source().evaluator();
    }

    /** The arguments by which it differentiates, in the order of the results. */
    public List<Variable> variables() {
        return vjp.variables();
    }

    /**
     * The sums that compute the gradients of sums, and of what changes like a sum, each a pass over the pairs; none for
     * other reductions. Their arguments are those of the reduction, then what is saved of its results, then the
     * cotangent; they may be differentiated again.
     */
    public List<Genred> reductions() {
        return vjp.passes().stream().map(pass -> new Genred(pass.sum())).toList();
    }

    /** The kernels that calls need: those of the passes, and of the reductions whose results these take. */
    public CompiledKernels kernels() {
        return CompiledKernels.of(vjp.needed());
    }

    /**
     * Computes the gradients into memory that is freed by the garbage collector.
     *
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param arguments the arguments of the reduction, as for {@link Genred#call(Arena, Object...)}
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if the cotangent or an argument does not fit, before any work is done
     */
    public List<Tensor> call(Object cotangent, Object... arguments) {
        return call(Arena.ofAuto(), cotangent, arguments);
    }

    /** As {@link #call(Object, Object...)}, for tensors. */
    public List<Tensor> call(Tensor cotangent, Tensor... arguments) {
        return call(cotangent, (Object[]) arguments);
    }

    /**
     * Computes the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result, or of its values where there are indices too: a tensor, an array or
     *     a buffer, or a number where the result is one
     * @param arguments the arguments of the reduction, as for {@link Genred#call(Arena, Object...)}
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if the cotangent or an argument does not fit, before any work is done
     */
    public List<Tensor> call(Arena arena, Object cotangent, Object... arguments) {
        Arguments.requireArena(arena);
        Objects.requireNonNull(cotangent, "cotangent");
        Tensor[] tensors = source().tensors(arguments);
        return vjp.call(arena, List.of(), List.of(source().cotangent(cotangent, tensors)), tensors);
    }

    /** As {@link #call(Arena, Object, Object...)}, for tensors. */
    public List<Tensor> call(Arena arena, Tensor cotangent, Tensor... arguments) {
        return call(arena, cotangent, (Object[]) arguments);
    }

    /**
     * Computes the gradients, with the results of the reduction for the same arguments at hand. The gradients of
     * LogSumExp are as accurate as the logarithms that are given: a float32 logarithm of 1e6 is known to 0.03, and so
     * are the logarithms of the weights in the gradient; {@link #call(Arena, Object, Object...)} keeps more digits.
     * Results of other arguments are an error as far as they tell it; for blocks of columns there is
     * {@link #callBlock}.
     *
     * @param arena what they live in
     * @param results what {@link Genred#callAll(Arena, Object...)} returned; for SumSoftMaxWeight, the LogSumExp of the
     *     formula may come after it, as a second tensor, and saves a pass over the pairs
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param arguments the arguments of the reduction, in order
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if the cotangent or an argument does not fit, before any work is done, or if the results
     *     are not of these arguments
     */
    public List<Tensor> callWith(Arena arena, List<Tensor> results, Tensor cotangent, Tensor... arguments) {
        return vjp.call(arena, results, List.of(Objects.requireNonNull(cotangent, "cotangent")), arguments);
    }

    /**
     * Computes what a block of columns contributes to the gradients. Columns are the rows of the arguments indexed by
     * the axis that is reduced, of which only those of the block are given, one after the other. Blocks of rows need no
     * method of their own: all rows of a result are independent of each other. Gradients by arguments indexed by the
     * output, and by parameters, are sums of the contributions of all blocks; those by arguments of the block are
     * complete.
     *
     * {@snippet :
     * List<Tensor> results = nearest.callAll(arena, x, y); // Min_ArgMin over all columns
     * List<Tensor> part = nearest.gradient("x", "y").callBlock(arena, results, 1000, e, x, y.rows(1000, 2000));
     * }
     *
     * @param arena what they live in
     * @param results the results over all columns: an empty list for Sum; the logarithms for LogSumExp; the averages,
     *     and after them the LogSumExp of the formula, for SumSoftMaxWeight; values and indices for smallest and
     *     largest values, whose reductions must give both
     * @param firstColumn the number of the block's first column among all
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param arguments the arguments of the reduction, in order
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if something does not fit, before any work is done, or if the reduction is
     *     Max_SumShiftExp, whose largest value has no column: use LogSumExp
     */
    public List<Tensor> callBlock(
            Arena arena, List<Tensor> results, long firstColumn, Tensor cotangent, Tensor... arguments) {
        Objects.requireNonNull(arena, "arena is null");
        Objects.requireNonNull(results, "results is null");
        if (firstColumn < 0) {
            throw new FormulaException("the first column of a block is a number from 0, but is " + firstColumn);
        }
        return vjp.ofBlock(arena, results, firstColumn, Objects.requireNonNull(cotangent, "cotangent"), arguments);
    }

    /**
     * Computes the result of the reduction and the gradients into memory that is freed by the garbage collector; the
     * arguments are those of {@link #valueAndGradients(Arena, Object, Object...)}.
     */
    public ValueAndGradients valueAndGradients(Object cotangent, Object... arguments) {
        return valueAndGradients(Arena.ofAuto(), cotangent, arguments);
    }

    /** As {@link #valueAndGradients(Object, Object...)}, for tensors. */
    public ValueAndGradients valueAndGradients(Tensor cotangent, Tensor... arguments) {
        return valueAndGradients(cotangent, (Object[]) arguments);
    }

    /**
     * Computes the result of the reduction and the gradients, where the cotangent is known before: for a sum with one
     * pass over the pairs less, as the values are summed beside the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result
     * @param arguments the arguments of the reduction, in order
     * @throws FormulaException if the cotangent or an argument does not fit, before any work is done, or if there are
     *     two outputs
     */
    public ValueAndGradients valueAndGradients(Arena arena, Object cotangent, Object... arguments) {
        Arguments.requireArena(arena);
        Objects.requireNonNull(cotangent, "cotangent");
        Tensor[] tensors = source().tensors(arguments);
        return valueAndGradients(arena, source().cotangent(cotangent, tensors), tensors);
    }

    /** As {@link #valueAndGradients(Arena, Object, Object...)}, for tensors. */
    public ValueAndGradients valueAndGradients(Arena arena, Tensor cotangent, Tensor... arguments) {
        Arguments.requireArena(arena);
        Objects.requireNonNull(cotangent, "cotangent");
        List<Tensor> all = vjp.withValue(arena, cotangent, arguments);
        return new ValueAndGradients(all.getFirst(), all.subList(1, all.size()));
    }

    /**
     * Computes the gradients into the caller's memory. It is written when all are computed, so that it may be that of
     * arguments.
     *
     * @param gradients what {@link #call(Arena, Object, Object...)} returns, no two in the same memory: tensors, or
     *     flat arrays or buffers
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param arguments the arguments of the reduction, in order
     * @throws FormulaException if the cotangent or an argument does not fit, before any work is done
     */
    public void callInto(List<?> gradients, Object cotangent, Object... arguments) {
        Objects.requireNonNull(gradients, "gradients");
        Objects.requireNonNull(cotangent, "cotangent");
        List<Variable> variables = vjp.variables();
        if (gradients.size() != variables.size()) {
            throw new FormulaException((variables.size() == 1 ? "there is " : "there are ")
                    + Count.of(variables.size(), "gradient") + ", but " + Count.of(gradients.size(), "tensor")
                    + " for them came" + Arguments.hintAtOutputRows(gradients));
        }
        Tensor[] tensors = source().tensors(arguments);
        source().check(tensors);
        List<Tensor> places = IntStream.range(0, gradients.size())
                .mapToObj(k -> {
                    String what = "the gradient by " + variables.get(k);
                    return Arguments.output(what, tensors[variables.get(k).position()].shape(),
                            Objects.requireNonNull(gradients.get(k), what));
                })
                .toList();
        write(places, source().cotangent(cotangent, tensors), tensors);
    }

    /** As {@link #callInto(List, Object, Object...)}, for tensors. */
    public void callInto(List<Tensor> gradients, Tensor cotangent, Tensor... arguments) {
        callInto(gradients, (Object) cotangent, (Object[]) arguments);
    }

    private void write(List<Tensor> gradients, Tensor cotangent, Tensor[] arguments) {
        List<Variable> variables = vjp.variables();
        WholeArguments.requireDifferentiable(variables, arguments);
        ArgumentCheck.requireLike("gradient by", variables, gradients, arguments);
        for (int k = 0; k < gradients.size(); k++) {
            for (int other = 0; other < k; other++) {
                if (gradients.get(k).overlaps(gradients.get(other))) {
                    throw new FormulaException("the gradients by " + variables.get(other) + " and by "
                            + variables.get(k)
                            + " share memory with each other");
                }
            }
            if (gradients.get(k).device().isEmpty()) {
                gradients.get(k).requireWritable("the gradient by " + variables.get(k));
            }
        }
        try (Arena arena = new ScratchArena()) {
            List<Tensor> computed = vjp.call(arena, List.of(), List.of(cotangent), arguments);
            for (int k = 0; k < computed.size(); k++) {
                gradients.get(k).copyFrom(computed.get(k));
            }
        }
    }
}
