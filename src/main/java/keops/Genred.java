package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keops.call.Arguments;
import keops.call.PlanEvaluator;
import keops.call.Execution;
import keops.call.Watching;
import keops.derivative.Differentiable;
import keops.derivative.Hvp;
import keops.derivative.Inside;
import keops.derivative.Jvp;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.formula.Formula;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A generic reduction: {@code a_i = Reduction_j F(p, x_i, y_j)} for a formula F, over any number of rows, without ever
 * holding one value per pair.
 *
 * {@snippet :
 * Genred conv = Genred.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
 *         .reduction(Reduction.SUM).axis(1).build();
 * Tensor a = conv.call(0.5, x, y, b);                  // (M, 2), for arrays, buffers or tensors x, y and b
 * try (Arena arena = Arena.ofConfined()) {
 *     Tensor same = conv.call(arena, 0.5, x, y, b);    // in memory that lives as long as the arena
 * }
 * }
 *
 * <p>A reduction is immutable and may be called from many threads at once. Its kernels are made at the first call for
 * an element type and kept; later calls are cheap.
 *
 * <p>On the class path, the JVM needs {@code --add-modules=jdk.incubator.vector}. Without it {@link Backend#REFERENCE}
 * computes, some hundred times slower, and so it does for formulas that are too large for {@link Backend#CPU}; the
 * logger {@code keops} warns of it once.
 *
 * <p>The same call on the same machine gives the same bits, whatever the number of threads, and before and after the
 * JIT compiler. Sums of a row may differ by rounding when the call has other rows beside it, since few rows have their
 * columns cut into parts that are added; on the CPU, {@link SumScheme#DIRECT} sums and smallest and largest values do
 * not.
 *
 * <p>An interrupt of the calling thread ends a call with a {@link keops.error.CancelledException}, which tells in what
 * state outputs are then, as does a {@linkplain #deadline deadline}.
 */
public final class Genred extends Configurable<Genred> {
    static {
        Inside.open(face -> ((Genred) face).reduction);
    }

    private final Differentiable reduction;
    private final PlanEvaluator evaluator;

    Genred(Differentiable reduction) {
        this.reduction = reduction;
        this.evaluator = reduction.evaluator();
    }

    Genred(Plan plan, Execution execution, Watching watching) {
        this(Differentiable.of(PlanEvaluator.of(plan, execution, watching)));
    }

    /**
     * Starts a reduction.
     *
     * @param formula the formula F
     * @param aliases its arguments in order: {@code "x = Vi(3)"} is indexed by i, {@code "y = Vj(3)"} by j,
     *     {@code "p = Pm(1)"} is a parameter
     */
    public static GenredBuilder of(String formula, String... aliases) {
        Objects.requireNonNull(aliases, "aliases");
        return new GenredBuilder(formula, aliases);
    }

    @Override
    Execution execution() {
        return evaluator.execution();
    }

    @Override
    Genred with(Execution other) {
        return new Genred(Differentiable.of(evaluator.with(other)));
    }

    @Override
    Watching watching() {
        return evaluator.watching();
    }

    @Override
    Genred watchedBy(Watching other) {
        return new Genred(reduction.watchedBy(other));
    }

    PlanEvaluator evaluator() {
        return evaluator;
    }

    /**
     * The gradients by some arguments, of the sum of the results weighted by a cotangent.
     *
     * @param names the names of the arguments; none means all arguments
     * @throws FormulaException if there is no argument of a name, or the gradient is too large
     */
    public Gradient gradient(String... names) {
        return gradient(ArgumentNames.find(arguments(), names));
    }

    /**
     * The gradients by some arguments, which may have no names.
     *
     * @throws FormulaException if one of them is no argument, or the gradient is too large
     */
    public Gradient gradient(List<Variable> variables) {
        Objects.requireNonNull(variables, "variables");
        ArgumentNames.require(arguments(), variables);
        return new Gradient(reduction.vjp(variables));
    }

    /**
     * The change of the results when some arguments change: forward mode, a Jacobian-vector product.
     *
     * @param names the names of the arguments; none means all arguments
     * @throws FormulaException if there is no argument of a name, or the derivative is too large
     */
    public Tangent tangent(String... names) {
        return new Tangent(new Jvp(reduction, ArgumentNames.distinct(arguments(), names)));
    }

    /**
     * The change of the gradients by some arguments when these arguments change: Hessian-vector products. Where a
     * formula in a distance, a root or a magnitude is smooth although that is 0, as a Matern kernel where x = y, they
     * are the limits; where it is not, as exp(-|x - y|), they are NaN, and so is the row with such a pair. A kernel by
     * its name, as {@code Matern52}, has derivatives of its own, which are right to higher orders, too.
     *
     * @param names the names of the arguments; none means all arguments
     * @throws FormulaException if there is no argument of a name, or the derivative is too large
     */
    public Hessian hessian(String... names) {
        return new Hessian(new Hvp(reduction, ArgumentNames.distinct(arguments(), names)));
    }

    private Plan plan() {
        return evaluator.plan();
    }

    /** The number of outputs: one, or two for values and their indices. */
    public int outputs() {
        return plan().outputs().size();
    }

    /** The numbers in a row of an output. */
    public int outputDimension() {
        return plan().outputs().getFirst().rowShape().stream().reduce(1, Math::multiplyExact);
    }

    /** The formula. */
    public Formula formula() {
        return plan().formula();
    }

    /** The arguments of a call, in order. */
    public List<Variable> arguments() {
        return plan().arguments();
    }

    /** The back end that computes it. */
    public Backend backend() {
        return evaluator.backend();
    }

    /**
     * What becomes of this reduction on its back end: stages, lanes and blocks, kernels, operations per pair, the least
     * number of cycles that these imply, and how much of the data so far allowed the faster kernels.
     *
     * @param dtype the element type of the arguments
     * @throws FormulaException if it is not a floating-point type
     */
    public String explain(DType dtype) {
        Objects.requireNonNull(dtype, "dtype");
        if (!dtype.isFloating()) {
            throw new FormulaException("the arguments of reductions are floating-point numbers, not " + dtype);
        }
        return plan() + "\n" + evaluator.explain(dtype);
    }

    /** The kernels that calls of this reduction need. */
    public CompiledKernels kernels() {
        return CompiledKernels.of(Stream.of(evaluator));
    }

    /**
     * Makes the kernels that calls need, as {@link CompiledKernels#warmUp} tells, so that the first call need not.
     *
     * @param dtypes the element types of the arguments to come; none means float32 and float64
     * @throws FormulaException if one of them is not a floating-point type
     */
    public Genred warmUp(DType... dtypes) {
        kernels().warmUp(dtypes);
        return this;
    }

    /** The number of the GPU, or -1 for the default one. */
    public int deviceId() {
        return execution().device();
    }

    /**
     * Computes a reduction with one output into memory that is freed by the garbage collector.
     *
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @return as {@link #call(Arena, Object...)}
     * @throws FormulaException if an argument does not fit, before any work is done, or if there are two outputs
     */
    public Tensor call(Object... arguments) {
        return call(Arena.ofAuto(), arguments);
    }

    /** As {@link #call(Object...)}, for tensors. */
    public Tensor call(Tensor... arguments) {
        return call((Object[]) arguments);
    }

    /**
     * Computes a reduction with one output into new memory.
     *
     * <p>An argument is a {@link Tensor}, an array of rows such as {@code float[][]}, a flat array such as
     * {@code double[]} or a buffer of {@code java.nio}, whose rows lie side by side and have the length that is
     * declared, or, for a parameter of dimension 1, a number. Arrays of rows are copied, the others are not. A number
     * takes the type of the first argument of a floating-point type, and is a float64 where there is none.
     *
     * <p>Arguments have the shapes (M, d) for i-variables, (N, d) for j-variables and (d) for parameters. Either all
     * are float64, or each is float32, float16 or bfloat16, which are computed in float32. Labels and indices may be
     * int32 or int64: they are computed in the type of the others, or in float64 where all are integers, and it is an
     * error if that does not hold one of them exactly, as float32 does up to 2^24 and float64 up to 2^53. Tensors may
     * have the leading axes of a batch, the same number for all arguments that have them, of equal sizes, or 1 to
     * repeat; an argument without them stands for the whole batch.
     *
     * @param arena what the result lives in
     * @param arguments the arguments, in order
     * @return (M, D) for a reduction over j, (N, D) for one over i: values in float32 or float64, or int64 indices; for
     *     the K smallest (M, K), or (M, K, D) where the formula is not a scalar; exponential sums have the dimension
     *     that {@link Reduction} says; the leading axes come before these
     * @throws FormulaException if an argument does not fit, before any work is done, or if there are two outputs
     */
    public Tensor call(Arena arena, Object... arguments) {
        Arguments.requireArena(arena);
        return evaluator.call(arena, evaluator.tensors(arguments));
    }

    /** As {@link #call(Arena, Object...)}, for tensors. */
    public Tensor call(Arena arena, Tensor... arguments) {
        return call(arena, (Object[]) arguments);
    }

    /**
     * Computes a reduction into memory that is freed by the garbage collector.
     *
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @return the outputs: one, or values and indices
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public List<Tensor> callAll(Object... arguments) {
        return callAll(Arena.ofAuto(), arguments);
    }

    /** As {@link #callAll(Object...)}, for tensors. */
    public List<Tensor> callAll(Tensor... arguments) {
        return callAll((Object[]) arguments);
    }

    /**
     * Computes a reduction into new memory.
     *
     * @param arena what the results live in
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @return the outputs: one, or values and indices
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public List<Tensor> callAll(Arena arena, Object... arguments) {
        Arguments.requireArena(arena);
        return evaluator.callAll(arena, evaluator.tensors(arguments));
    }

    /** As {@link #callAll(Arena, Object...)}, for tensors. */
    public List<Tensor> callAll(Arena arena, Tensor... arguments) {
        return callAll(arena, (Object[]) arguments);
    }

    /**
     * The shapes of the outputs.
     *
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @throws FormulaException if an argument does not fit
     */
    public List<long[]> outputShapes(Tensor... arguments) {
        return evaluator.outputShapes(arguments);
    }

    /**
     * Computes a reduction with one output into the caller's memory.
     *
     * @param output the result, of the shape and type that {@link #call(Arena, Object...)} returns: a tensor, or a flat
     *     array or a buffer of as many numbers
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @throws FormulaException if the output or an argument does not fit, before any work is done
     */
    public void callInto(Object output, Object... arguments) {
        callAllInto(List.of(Objects.requireNonNull(output, "output")), arguments);
    }

    /** As {@link #callInto(Object, Object...)}, for tensors. */
    public void callInto(Tensor output, Tensor... arguments) {
        callInto(output, (Object[]) arguments);
    }

    /**
     * Computes a reduction into the caller's memory.
     *
     * @param outputs the results, of the shapes and types that {@link #callAll(Arena, Object...)} returns: tensors, or
     *     flat arrays or buffers
     * @param arguments the arguments, as for {@link #call(Arena, Object...)}
     * @throws FormulaException if an output or an argument does not fit, before any work is done
     */
    public void callAllInto(List<?> outputs, Object... arguments) {
        Objects.requireNonNull(outputs, "outputs");
        evaluator.callAllInto(outputs, evaluator.tensors(arguments));
    }

    /** As {@link #callAllInto(List, Object...)}, for tensors. */
    public void callAllInto(List<Tensor> outputs, Tensor... arguments) {
        callAllInto(outputs, (Object[]) arguments);
    }

    /** The reduction in words: {@code Sum over j of Exp(-G * SqDist(X,Y)) * B}. */
    @Override
    public String toString() {
        return plan().toString();
    }
}
