package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keops.call.Arguments;
import keops.call.CallWatch;
import keops.call.Home;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.error.CancelledException;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.CurrentWatch;
import keops.plan.Plan;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Solves {@code (alpha Id + K) a = b} for a, where {@code K a} is a sum that is linear in one of its arguments:
 * {@code KernelSolve} of the original documentation. K must be symmetric and positive, as a kernel matrix of points
 * with themselves is; it is never made, and solved by conjugate gradients.
 *
 * {@snippet :
 * Genred product = Genred.of("Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
 *         .axis(1).build();
 * KernelSolve solve = KernelSolve.of(product, "b").alpha(0.1);
 * Tensor a = solve.call(arena, g, x, x, b);                         // (M, 2), like b
 * List<Tensor> gradients = solve.gradient(arena, e, List.of("g", "b"), g, x, x, b);
 * }
 *
 * <p>A kernel solve is immutable and may be called from many threads at once.
 */
public final class KernelSolve extends Watched<KernelSolve> {
    /** As in the original. */
    static final double DEFAULT_ALPHA = 1e-10;
    static final double DEFAULT_EPS = 1e-6;

    private final Genred product;
    private final Variable unknown;
    private final double alpha;
    private final double eps;
    private final Watching watching;

    private KernelSolve(Genred product, Variable unknown, double alpha, double eps, Watching watching) {
        this.product = product;
        this.unknown = unknown;
        this.alpha = alpha;
        this.eps = eps;
        this.watching = watching;
    }

    /**
     * A solver, with alpha = 1e-10 and eps = 1e-6.
     *
     * @param product the sum that multiplies with K
     * @param unknown the name of the argument that it is linear in, which has as many columns as the result
     * @throws FormulaException if it is no sum, is not linear in the argument, or the argument is not indexed by what
     *     is reduced
     */
    public static KernelSolve of(Genred product, String unknown) {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(unknown, "unknown");
        return of(product, ArgumentNames.find(product.arguments(), unknown).getFirst());
    }

    static KernelSolve of(Genred product, Variable unknown) {
        Plan plan = product.evaluator().plan();
        if (!plan.reduction().isSum() || unknown.category() == Category.PARAMETER
                || unknown.category() == plan.rows() || unknown.dim() != product.outputDimension()) {
            throw new FormulaException(
                    "a linear system needs a sum over the rows of its unknown, of as many columns as it,"
                    + " but the unknown is " + unknown + " and the product is " + product);
        }
        requireLinear(product, unknown);
        return new KernelSolve(product, unknown, DEFAULT_ALPHA, DEFAULT_EPS, product.watching());
    }

    private static void requireLinear(Genred product, Variable unknown) {
        try {
            product.formula().trace(unknown);
        } catch (FormulaException e) {
            throw new FormulaException("a linear system needs a sum that is linear in its unknown " + unknown + ", but "
                    + product + " is not", e);
        }
    }

    /**
     * With another alpha, the number that is added to the diagonal of K.
     *
     * @throws FormulaException if it is negative or no number
     */
    public KernelSolve alpha(double value) {
        if (!(value >= 0)) {
            throw new FormulaException("alpha must be 0 or more, but is " + value);
        }
        return new KernelSolve(product, unknown, value, eps, watching);
    }

    /**
     * With another eps: it is enough where what is left of each column of b, as the steps carry it on, has a Euclidean
     * norm of no more than eps times that of the column; where a column is 0, times that of all b. So the solution of a
     * right-hand side is the same in all units. In the original documentation, eps bounds the root of the mean square
     * of all that is left, whatever the size of b.
     *
     * @throws FormulaException if it is not above 0
     */
    public KernelSolve eps(double value) {
        if (!(value > 0)) {
            throw new FormulaException("eps must be above 0, but is " + value);
        }
        return new KernelSolve(product, unknown, alpha, value, watching);
    }

    @Override
    Watching watching() {
        return watching;
    }

    @Override
    KernelSolve watchedBy(Watching other) {
        return new KernelSolve(product, unknown, alpha, eps, other);
    }

    /** The sum that multiplies with K. */
    public Genred product() {
        return product;
    }

    /** The argument that the sum is linear in. */
    public Variable unknown() {
        return unknown;
    }

    /**
     * Solves the system into memory that is freed by the garbage collector; the arguments are those of
     * {@link #call(Arena, Object...)}.
     */
    public Tensor call(Object... arguments) {
        return call(Arena.ofAuto(), arguments);
    }

    /** As {@link #call(Object...)}, for tensors. */
    public Tensor call(Tensor... arguments) {
        return call((Object[]) arguments);
    }

    /**
     * Solves the system.
     *
     * @param arena what the solution lives in
     * @param arguments those of the product, as for {@link Genred#call(Arena, Object...)}; in the place of the unknown
     *     the right-hand side b
     * @return the solution, of the shape of b; of the type of the other arguments where b is of integers
     * @throws FormulaException if an argument does not fit, b is not finite, or K has not as many rows as columns
     * @throws UnsolvedException if K is not positive, or rounding errors do not let the rest of b come below eps; it
     *     has the best solution that was found
     * @throws CancelledException if the thread is interrupted or the deadline passes; its cause is an
     *     {@link UnsolvedException} with the best solution that was found
     */
    public Tensor call(Arena arena, Object... arguments) {
        Arguments.requireArena(arena);
        Tensor[] tensors = product.evaluator().tensors(arguments);
        requireSquare(tensors);
        return CallWatch.during(watching(), watch -> solve(arena, watch, tensors));
    }

    /** As {@link #call(Arena, Object...)}, for tensors. */
    public Tensor call(Arena arena, Tensor... arguments) {
        return call(arena, (Object[]) arguments);
    }

    private Tensor solve(Arena arena, CallWatch watch, Tensor[] arguments) {
        Tensor b = arguments[unknown.position()];
        DType dtype = product.evaluator().check(arguments).dtype();
        try (Arena scratch = new ScratchArena()) {
            Tensor[] all = arguments.clone();
            Tensor direction = Tensor.allocate(scratch, dtype, b.shape());
            Tensor image = Tensor.allocate(scratch, dtype, b.shape());
            all[unknown.position()] = direction;
            double[] right = Home.onHost(scratch, b).toDoubleArray();
            double scale = scale(right);
            for (int k = 0; k < right.length; k++) {
                right[k] /= scale;
            }
            var system = new ConjugateGradient(p -> {
                write(direction, p);
                product.callInto(image, all);
                double[] q = image.toDoubleArray();
                for (int k = 0; k < q.length; k++) {
                    CurrentWatch.checkAt(k);
                    q[k] += alpha * p[k];
                }
                return q;
            }, right, unknown.dim(), eps, precision(dtype), watch);
            ConjugateGradient.End end;
            try {
                end = system.solve();
            } catch (CancelledException e) {
                throw new CancelledException(e.reason(), e.getMessage(),
                        unsolved(system.cancelled(), solution(Arena.ofAuto(), dtype, b.shape(), system, scale)));
            }
            if (end.reason() != null) {
                throw unsolved(end, solution(Arena.ofAuto(), dtype, b.shape(), system, scale));
            }
            return Home.of(arguments).bring(arena, there -> solution(there, dtype, b.shape(), system, scale));
        }
    }

    /**
     * The best that was found so far, for the right-hand side as it was before it was scaled; also of calls that end.
     */
    private static Tensor solution(Arena arena, DType dtype, long[] shape, ConjugateGradient system, double scale) {
        Tensor solution = Tensor.allocate(arena, dtype, shape);
        double[] best = system.best();
        for (int k = 0; k < best.length; k++) {
            solution.setDoubleAt(k, best[k] * scale);
        }
        return solution;
    }

    private UnsolvedException unsolved(ConjugateGradient.End end, Tensor best) {
        return new UnsolvedException(message(end, best.dtype()), end.reason(), best, end.residual(), end.steps());
    }

    /**
     * The largest number, so that neither squares nor products of scaled ones underflow or overflow; 1 for none but 0.
     */
    private static double scale(double[] right) {
        double largest = 0;
        for (int k = 0; k < right.length; k++) {
            CurrentWatch.checkAt(k);
            if (!Double.isFinite(right[k])) {
                throw new FormulaException(
                        "the system is not solved: its right-hand side must be finite, but its number "
                        + k + " is " + right[k]);
            }
            largest = Math.max(largest, Math.abs(right[k]));
        }
        return largest == 0 ? 1 : largest;
    }

    /** Half the distance from 1 to the next number. */
    private static double precision(DType dtype) {
        return dtype == DType.FLOAT64 ? Math.ulp(1.0) / 2 : Math.ulp(1f) / 2;
    }

    private String message(ConjugateGradient.End end, DType dtype) {
        String wider = dtype == DType.FLOAT64 ? "" : ", or float64 data,";
        return "the system is not solved: " + switch (end.reason()) {
            case STEPS -> "after " + end.steps() + " steps " + left(end) + ": a larger alpha or eps" + wider
                    + " will help";
            case ROUNDING -> "rounding errors in " + dtype + " let it come no closer, and " + left(end)
                    + ": a larger alpha or eps" + wider + " will help";
            case NOT_POSITIVE -> "alpha Id + K must be symmetric and positive definite, but for a vector p it is"
                    + " (p, (alpha Id + K) p) = " + end.curvature() + " (p, p)";
            case CANCELLED -> "the call was ended after " + end.steps() + " steps, when the best solution left "
                    + end.residual() + " of the right-hand side";
            case NOT_FINITE -> "a product of K with a finite vector has infinities or NaN"
                    + (dtype == DType.FLOAT64 ? "" : " in " + dtype) + ": look at the arguments and at the formula";
        };
    }

    private String left(ConjugateGradient.End end) {
        return "the best solution leaves " + end.residual() + " of the right-hand side, which is not below eps = "
                + eps;
    }

    private void requireSquare(Tensor... arguments) {
        long[] rows = product.outputShapes(arguments).getFirst();
        Tensor b = arguments[unknown.position()];
        if (rows.length != 2 || rows[0] != b.size(0)) {
            throw new FormulaException(
                    "a linear system needs as many rows as columns and no leading axes, but the unknown"
                    + " is " + b.description() + " and its product has the shape " + Arrays.toString(rows)
                    + ": the points of its rows and of its columns must be the same ones");
        }
    }

    private static void write(Tensor tensor, double[] values) {
        for (int k = 0; k < values.length; k++) {
            CurrentWatch.checkAt(k);
            tensor.setDoubleAt(k, values[k]);
        }
    }

    /**
     * The gradients, in memory that is freed by the garbage collector; the arguments are those of
     * {@link #gradient(Arena, Object, List, Object...)}.
     */
    public List<Tensor> gradient(Object cotangent, List<String> names, Object... arguments) {
        return gradient(Arena.ofAuto(), cotangent, names, arguments);
    }

    /** As {@link #gradient(Object, List, Object...)}, for tensors. */
    public List<Tensor> gradient(Tensor cotangent, List<String> names, Tensor... arguments) {
        return gradient(cotangent, names, (Object[]) arguments);
    }

    /**
     * The gradients of {@code sum (cotangent * a)} by some arguments: with {@code c = (alpha Id + K)^-1 cotangent}, c
     * itself by the right-hand side, and those of {@code -sum (c * K a)} by the others.
     *
     * @param arena what they live in
     * @param cotangent like the solution
     * @param names the names of the arguments, the unknown among them for the right-hand side
     * @param arguments as for {@link #call(Arena, Object...)}
     * @return one for each name, of the shape of its argument
     * @throws FormulaException if something does not fit
     * @throws UnsolvedException if one of the two systems is not solved
     */
    public List<Tensor> gradient(Arena arena, Object cotangent, List<String> names, Object... arguments) {
        Arguments.requireArena(arena);
        Objects.requireNonNull(cotangent, "cotangent");
        Objects.requireNonNull(names, "names");
        Tensor[] tensors = product.evaluator().tensors(arguments);
        requireSquare(tensors);
        Tensor like = product.evaluator().cotangent(cotangent, tensors);
        product.evaluator().checkCotangents(List.of(like), List.of(), tensors);
        List<Variable> by = ArgumentNames.find(product.arguments(), names.toArray(String[]::new));
        WholeArguments.requireDifferentiable(by, tensors);
        return CallWatch.during(watching(), _ -> gradients(arena, like, by, tensors));
    }

    /** As {@link #gradient(Arena, Object, List, Object...)}, for tensors. */
    public List<Tensor> gradient(Arena arena, Tensor cotangent, List<String> names, Tensor... arguments) {
        return gradient(arena, cotangent, names, (Object[]) arguments);
    }

    private List<Tensor> gradients(Arena arena, Tensor cotangent, List<Variable> by, Tensor[] arguments) {
        Tensor[] withCotangent = arguments.clone();
        withCotangent[unknown.position()] = cotangent;
        Tensor c = call(arena, withCotangent);
        try (Arena scratch = new ScratchArena()) {
            Tensor[] withSolution = arguments.clone();
            withSolution[unknown.position()] = call(scratch, arguments);
            Tensor negated = c.toHost(scratch);
            for (long k = 0; k < c.count(); k++) {
                CurrentWatch.checkAt(k);
                negated.setDoubleAt(k, -negated.doubleAt(k));
            }
            List<Variable> others = by.stream().filter(variable -> !variable.equals(unknown)).toList();
            var gradients = new ArrayList<>(product.gradient(others).call(arena, negated, withSolution));
            if (by.contains(unknown)) {
                gradients.add(by.indexOf(unknown), c);
            }
            return gradients;
        }
    }

    /** The system in words. */
    @Override
    public String toString() {
        return "(" + alpha + " Id + K) " + unknown.name() + " for K " + unknown.name() + " = " + product;
    }
}
