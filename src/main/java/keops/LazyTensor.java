package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keops.call.Arguments;
import keops.call.Batch;
import keops.call.CallWatch;
import keops.call.Execution;
import keops.call.NumberArguments;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Operator;
import keops.formula.Operators;
import keops.lazy.LazyOperands;
import keops.lazy.Operand;
import keops.lazy.Renumber;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.reference.DenseView;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * An array of shape (M, N, D) that is never held: a formula over tensors, whose vector at (i, j) is computed when it is
 * needed. Formulas grow by calls of methods; a reduction over i or j computes, and gives a tensor.
 *
 * {@snippet :
 * LazyTensor xi = LazyTensor.vi(x);                       // x: (M, 3)
 * LazyTensor yj = LazyTensor.vj(y);                       // y: (N, 3)
 * LazyTensor k = xi.sqDist(yj).times(-0.5).exp();         // (M, N, 1), symbolic
 * Tensor a = k.matmul(b);                                 // (M, E) for b: (N, E)
 * Tensor nearest = xi.sqDist(yj).argMin(1);               // (M, 1), int64
 * }
 *
 * <p>A lazy tensor is immutable. Operands over the same {@link Tensor} object are one argument of the reduction;
 * numbers are constants of the formula, and exact. Tensors that do not fit each other are refused when they meet. The
 * methods are in {@link LazyArithmetic}, {@link LazyVectors}, {@link LazyComplex}, {@link LazyDerivatives},
 * {@link LazyReductions}, {@link LazyMatrix} and {@link Configurable}.
 *
 * <p>Tensors may have leading axes: then it is an array of shape (..., M, N, D), and every reduction keeps them. All
 * tensors that have leading axes have as many of them, of equal sizes, or 1 to repeat.
 */
public final class LazyTensor extends Configurable<LazyTensor>
        implements LazyArithmetic, LazyVectors, LazyComplex, LazyDerivatives, LazyReductions, LazyMatrix {
    /** The most numbers of a dense array that are computed without being asked for explicitly: 1 GiB of float64. */
    private static final long DENSE_LIMIT = 1L << 27;

    private final Formula formula;
    private final LazyOperands operands;
    private final LazyOptions options;

    private LazyTensor(Formula formula, LazyOperands operands, LazyOptions options) {
        this.formula = formula;
        this.operands = operands;
        this.options = options;
    }

    private static LazyTensor constant(Formula formula) {
        return new LazyTensor(formula, LazyOperands.NONE, LazyOptions.NONE);
    }

    private static LazyTensor operand(Operand operand) {
        return new LazyTensor(operand.variable(0), new LazyOperands(List.of(operand)), LazyOptions.NONE);
    }

    private static LazyTensor given(Tensor tensor, Category category) {
        if (tensor.rank() < (category == Category.PARAMETER ? 1 : 2)) {
            throw new FormulaException(category.constructor() + " needs a tensor of shape "
                    + switch (category) {
                        case I -> "(M, D)";
                        case J -> "(N, D)";
                        case PARAMETER -> "(D)";
                    }
                    + ", but is " + tensor.description());
        }
        if (tensor.size(tensor.rank() - 1) == 0) {
            throw new FormulaException(category.constructor() + " needs vectors of at least 1 number, but is "
                    + tensor.description() + (category == Category.PARAMETER
                            ? ""
                            : ": where an array of no rows does not say how long they are, give the dimension too"));
        }
        return operand(new Operand.Given(tensor, category));
    }

    /**
     * A vector per row i.
     *
     * @param data (M, D), after leading axes where there are such: a tensor, which is viewed, or an array of rows,
     *     which is copied; for flat arrays and buffers there is {@link #vi(Object, int)}
     * @throws FormulaException if it has fewer axes, or its rows differ in length
     */
    public static LazyTensor vi(Object data) {
        return given(Arguments.matrix("the data of Vi", data, "its dimension: vi(data, dim)"), Category.I);
    }

    /**
     * A vector of a given dimension per row i.
     *
     * @param data a flat array or a buffer, in which rows of that length lie side by side, and which is viewed; or a
     *     tensor or an array of rows, as for {@link #vi(Object)}
     * @param dim the dimension D, 1 or more
     * @throws FormulaException if the data are not made of such rows
     */
    public static LazyTensor vi(Object data, int dim) {
        return given(Arguments.rowsOf("the data of Vi", dim, data), Category.I);
    }

    /**
     * A vector per row j.
     *
     * @param data (N, D), after leading axes where there are such: a tensor, which is viewed, or an array of rows,
     *     which is copied; for flat arrays and buffers there is {@link #vj(Object, int)}
     * @throws FormulaException if it has fewer axes, or its rows differ in length
     */
    public static LazyTensor vj(Object data) {
        return given(Arguments.matrix("the data of Vj", data, "its dimension: vj(data, dim)"), Category.J);
    }

    /**
     * A vector of a given dimension per row j.
     *
     * @param data a flat array or a buffer, in which rows of that length lie side by side, and which is viewed; or a
     *     tensor or an array of rows, as for {@link #vj(Object)}
     * @param dim the dimension D, 1 or more
     * @throws FormulaException if the data are not made of such rows
     */
    public static LazyTensor vj(Object data, int dim) {
        return given(Arguments.rowsOf("the data of Vj", dim, data), Category.J);
    }

    /**
     * A parameter, one vector for all (i, j).
     *
     * @param data (D), after leading axes where there are such: a tensor, a flat array or a buffer, which are viewed,
     *     or an array of rows, which is copied; a number is a constant
     * @throws FormulaException if it has fewer axes, or is a number that is not finite
     */
    public static LazyTensor pm(Object data) {
        return data instanceof Number number
                ? number(NumberArguments.value("the data of Pm", number))
                : given(Arguments.tensor("the data of Pm", data), Category.PARAMETER);
    }

    /**
     * A constant vector, one for all (i, j).
     *
     * @throws FormulaException if there is no number, or one is not finite
     */
    public static LazyTensor pm(double... values) {
        Objects.requireNonNull(values, "values");
        Formula[] numbers = Arrays.stream(values).mapToObj(Constant::new).toArray(Formula[]::new);
        return constant(switch (numbers.length) {
            case 0 -> throw new FormulaException("a parameter needs at least one number");
            case 1 -> numbers[0];
            default -> Call.of(Operators.known("Concat"), numbers);
        });
    }

    /**
     * A constant.
     *
     * @throws FormulaException if it is not finite
     */
    public static LazyTensor number(double value) {
        return constant(new Constant(value));
    }

    /**
     * A tensor whose shape says what it is indexed by: (M, 1, D) by i, (1, N, D) by j, (1, 1, D) by nothing, each after
     * any number of leading axes. No copy is made.
     *
     * @throws FormulaException if its shape is another, or it holds int64
     */
    public static LazyTensor of(Tensor tensor) {
        Objects.requireNonNull(tensor, "tensor");
        int rank = tensor.rank();
        boolean hasOneI = rank >= 3 && tensor.size(rank - 3) == 1;
        boolean hasOneJ = rank >= 3 && tensor.size(rank - 2) == 1;
        if (hasOneI && hasOneJ) {
            return pm(without(without(tensor, rank - 2), rank - 3));
        } else if (hasOneJ) {
            return vi(without(tensor, rank - 2));
        } else if (hasOneI) {
            return vj(without(tensor, rank - 3));
        }
        throw new FormulaException("a lazy tensor needs a shape (M, 1, D), (1, N, D) or (1, 1, D), but is "
                + tensor.description()
                + "; vi, vj and pm take tensors without axes of size 1");
    }

    private static Tensor without(Tensor tensor, int axis) {
        long[] shape = tensor.shape();
        return tensor.reshape(LongStream.concat(Arrays.stream(shape, 0, axis), Arrays.stream(shape, axis
                + 1, shape.length))
                .toArray());
    }

    /** A vector per row i whose tensor is given to the reduction's call, at a position, from 0, among such tensors. */
    public static LazyTensor viSymbol(int position, int dim) {
        return operand(new Operand.Symbol(position, dim, Category.I));
    }

    /** A vector per row j whose tensor is given to the reduction's call, at a position among such tensors. */
    public static LazyTensor vjSymbol(int position, int dim) {
        return operand(new Operand.Symbol(position, dim, Category.J));
    }

    /** A parameter whose tensor is given to the reduction's call, at a position among such tensors. */
    public static LazyTensor pmSymbol(int position, int dim) {
        return operand(new Operand.Symbol(position, dim, Category.PARAMETER));
    }

    /** The index i, from 0. */
    public static LazyTensor indexI() {
        return constant(new Index(Category.I));
    }

    /** The index j, from 0. */
    public static LazyTensor indexJ() {
        return constant(new Index(Category.J));
    }

    @Override
    public LazyTensor apply(String name, Object... further) {
        Objects.requireNonNull(further, "further");
        Operator operator = Operators.known(name);
        LazyOperands all = operands;
        LazyOptions merged = options;
        for (Object operand : further) {
            if (operand instanceof LazyTensor lazy) {
                all = all.and(lazy.operands);
                merged = merged.or(lazy.options);
            }
        }
        var formulas = new ArrayList<>(List.of(formula));
        var parameters = new ArrayList<List<Integer>>();
        for (Object operand : further) {
            boolean isFormula = formulas.size() < operator.maxArguments() && parameters.isEmpty();
            switch (operand) {
                case LazyTensor lazy -> formulas.add(lazy.over(all));
                case Number number when isFormula -> formulas.add(new Constant(number.doubleValue()));
                case Integer number -> parameters.add(List.of(number));
                case int[] list -> parameters.add(Arrays.stream(list).boxed().toList());
                case null, default -> throw new FormulaException(operator.usage()
                        + " takes lazy tensors, numbers and int[], but " + operand + " came");
            }
        }
        return new LazyTensor(new Call(operator, formulas, parameters), all, merged);
    }

    @Override
    public LazyTensor slice(int start, int end, int step) {
        return new LazyTensor(formula.slice(start, end, step), operands, options);
    }

    /** The formula over more operands; those of this one come first where it is the first to meet them. */
    private Formula over(LazyOperands all) {
        int[] positions = all.positionsOf(operands);
        boolean isSame = true;
        for (int k = 0; k < positions.length; k++) {
            isSame &= positions[k] == k;
        }
        var variables = all.variables();
        return isSame
                ? formula
                : Renumber.to(Arrays.stream(positions).mapToObj(variables::get).toList(), formula);
    }

    @Override
    public LazyReduction reduction(Reduction reduction, int axis) {
        return reduction(reduction, axis, operands, formula, Optional.empty(), options);
    }

    @Override
    public LazyReduction reduction(Reduction reduction, int axis, LazyTensor weight) {
        Objects.requireNonNull(weight, "weight");
        LazyOperands all = operands.and(weight.operands);
        return reduction(reduction, axis, all, formula, Optional.of(weight.over(all)), options.or(weight.options));
    }

    private static LazyReduction reduction(Reduction reduction, int axis, LazyOperands operands, Formula formula,
            Optional<Formula> weight, LazyOptions options) {
        Objects.requireNonNull(reduction, "reduction");
        if (axis != 0 && axis != 1) {
            throw new FormulaException("the axis must be 0 (reduce over i) or 1 (reduce over j), but is " + axis
                    + "; methods without an axis, such as sum(), reduce the components of the vector");
        }
        Category rows = axis == 1 ? Category.I : Category.J;
        Plan plan = Plan.of(formula, weight, operands.variables(), reduction, SumScheme.AUTO, rows);
        var genred = new Genred(plan, options.execution(), options.watching());
        return new LazyReduction(genred, operands, options.arena());
    }

    @Override
    public LazyTensor transpose() {
        LazyOperands exchanged = operands.transposed();
        return new LazyTensor(Renumber.exchanged(exchanged.variables(), formula), exchanged, options.transposed());
    }

    /**
     * The whole array, computed plainly in double precision on one core: for looking at small ones.
     *
     * @return (M, N) for a scalar formula, else (M, N, D)
     * @throws FormulaException if it has more than 2^27 numbers, or there are symbols without tensors
     */
    public Tensor toDense() {
        return toDense(DENSE_LIMIT);
    }

    /**
     * The whole array, if it is not larger than the caller expects.
     *
     * @param most the most numbers that the array may have
     * @return (M, N) for a scalar formula, else (M, N, D)
     * @throws FormulaException if it has more numbers, or there are symbols without tensors
     */
    public Tensor toDense(long most) {
        long[] shape = shape();
        double numbers = Arrays.stream(shape).mapToDouble(size -> (double) size).reduce(1, (a, b) -> a * b);
        if (numbers > most) {
            throw new FormulaException("a dense array of shape "
                    + Arrays.toString(shape).replace('[', '(').replace(']', ')')
                    + " has more than " + most + " numbers: reduce it, or ask for toDense(most)");
        }
        int axes = shape.length - 3;
        long[] result = dim() == 1 ? Arrays.copyOf(shape, axes + 2) : shape;
        Tensor dense = Tensor.allocate(options.arena() == null ? Arena.ofAuto() : options.arena(), operands.dtype(),
                result);
        Tensor[] tensors =
                operands.list().stream().map(operand -> ((Operand.Given) operand).tensor()).toArray(Tensor[]::new);
        WholeArguments.requireExact(operands.variables(), tensors, dense.dtype());
        Batch batch = batch();
        return CallWatch.during(options.watching(), watch -> {
            watch.begin(batch.count() * shape[axes], batch.count() * shape[axes] * shape[axes + 1]);
            for (long number = 0; number < batch.count(); number++) {
                DenseView.compute(formula, List.of(batch.arguments(operands.variables(), tensors, number)),
                        batch.element(dense, result.length - axes, number), shape[axes], shape[axes + 1], watch);
            }
            return dense;
        });
    }

    @Override
    Execution execution() {
        return options.execution();
    }

    @Override
    LazyTensor with(Execution other) {
        return new LazyTensor(formula, operands, new LazyOptions(other, options.watching(), options.arena()));
    }

    @Override
    Watching watching() {
        return options.watching();
    }

    @Override
    LazyTensor watchedBy(Watching other) {
        return new LazyTensor(formula, operands, new LazyOptions(options.execution(), other, options.arena()));
    }

    /** The same array, the results of whose reductions live in an arena. */
    public LazyTensor in(Arena arena) {
        Objects.requireNonNull(arena, "arena");
        return new LazyTensor(formula, operands, new LazyOptions(options.execution(), options.watching(), arena));
    }

    /** The number of components D of the vector at (i, j). */
    public int dim() {
        return formula.dim();
    }

    /**
     * The shape (M, N, D), after the leading axes of the tensors; M or N is 1 where nothing is indexed by i or j.
     *
     * @throws FormulaException if the number of rows is that of a symbol, or leading axes do not fit
     */
    public long[] shape() {
        return batch().shape(rows(Category.I), rows(Category.J), dim());
    }

    private Batch batch() {
        List<Operand.Given> given = operands.list().stream()
                .filter(Operand.Given.class::isInstance)
                .map(Operand.Given.class::cast)
                .toList();
        return Batch.of(IntStream.range(0, given.size()).mapToObj(k -> given.get(k).variable(k)).toList(),
                given.stream().map(Operand.Given::tensor).toArray(Tensor[]::new));
    }

    private long rows(Category category) {
        OptionalLong rows = operands.rows(category);
        if (rows.isEmpty()) {
            throw new FormulaException("the shape is not known: only symbols are indexed by "
                    + (category == Category.I ? "i" : "j") + ", " + operands.symbols());
        }
        return rows.getAsLong();
    }

    /** The element type of the tensors; float64 where there are none. */
    public DType dtype() {
        return operands.dtype();
    }

    /** The formula, in which {@code x0}, {@code y1} or {@code p2} is the operand at that position. */
    public Formula formula() {
        return formula;
    }

    /** The formula. */
    @Override
    public String toString() {
        return formula.toString();
    }
}
