package keops;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Formula;
import keops.formula.Parser;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/** The options of a reduction, which {@link Genred#of} starts and {@link #build} ends. */
public final class GenredBuilder {
    private final String formula;
    private final String[] aliases;
    private Reduction reduction = Reduction.SUM;
    private String weight;
    private SumScheme scheme = SumScheme.AUTO;
    /** The category of the rows of the result; null as long as nobody has said which index is reduced. */
    private Category rows;
    private Execution execution = Execution.standard();
    private Watching watching = Watching.NONE;

    GenredBuilder(String formula, String[] aliases) {
        this.formula = Objects.requireNonNull(formula, "formula");
        this.aliases = aliases.clone();
    }

    /** What is made of the values along the reduced axis; {@link Reduction#SUM} unless said otherwise. */
    public GenredBuilder reduction(Reduction value) {
        this.reduction = Objects.requireNonNull(value, "reduction");
        return this;
    }

    /** Reduces over j, and gives a row per i: {@code axis=1} of the original documentation. */
    public GenredBuilder overJ() {
        this.rows = Category.I;
        return this;
    }

    /** Reduces over i, and gives a row per j: {@code axis=0} of the original documentation, which takes it by default. */
    public GenredBuilder overI() {
        this.rows = Category.J;
        return this;
    }

    /**
     * The axis that is reduced, by its number: 1 is {@link #overJ}, 0 is {@link #overI}.
     *
     * @throws FormulaException if it is neither
     */
    public GenredBuilder axis(int value) {
        if (value != 0 && value != 1) {
            throw new FormulaException("the axis must be 0 (reduce over i) or 1 (reduce over j), but is " + value);
        }
        return value == 1 ? overJ() : overI();
    }

    /**
     * The weight formula of sums of exponentials, over the same arguments: {@code formula2} of the original
     * documentation. Where the formula is a scalar, it has any dimension; where that is a vector, the same or 1.
     */
    public GenredBuilder weight(String formula2) {
        this.weight = Objects.requireNonNull(formula2, "formula2");
        return this;
    }

    /** How sums are kept accurate; {@link SumScheme#AUTO} unless said otherwise. */
    public GenredBuilder sumScheme(SumScheme value) {
        this.scheme = Objects.requireNonNull(value, "scheme");
        return this;
    }

    /**
     * The type that sums are accumulated in; that of the arguments unless said otherwise. float64 for float32
     * arguments gives sums as accurate as in float64, by {@link SumScheme#KAHAN} where every term counts.
     *
     * @throws FormulaException if it is neither of these
     */
    public GenredBuilder accumulator(DType value) {
        Objects.requireNonNull(value, "value");
        if (!value.isComputed()) {
            throw new FormulaException("sums are accumulated in float32 or float64, but not in " + value);
        }
        this.execution = execution.accumulatingIn(value);
        return this;
    }

    /**
     * Where it is computed; {@link Backend#AUTO} unless said otherwise.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    public GenredBuilder backend(Backend value) {
        this.execution = execution.on(Objects.requireNonNull(value, "backend"));
        return this;
    }

    /**
     * Where it is computed, by the name of the original documentation: {@code auto}, {@code CPU}, {@code GPU_1D}.
     *
     * @throws BackendException if there is none of that name, or it cannot run in this JVM or on this machine
     */
    public GenredBuilder backend(String name) {
        return backend(Backend.named(name));
    }

    /**
     * The number of the GPU that computes it, {@code device_id} of the original documentation; -1, unless said
     * otherwise, for the default one. Where the back end is {@link Backend#AUTO}, it computes; the back ends of the CPU
     * have no use for it.
     *
     * @throws FormulaException if it is less than -1
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    public GenredBuilder device(int number) {
        this.execution = execution.onDevice(number);
        return this;
    }

    /**
     * The numbers of the GPUs that share the rows; see {@link GenredExecution#devices}.
     *
     * @throws FormulaException if there is none, or a number is negative
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    public GenredBuilder devices(Integer... numbers) {
        Objects.requireNonNull(numbers, "numbers");
        this.execution = execution.onDevices(List.of(numbers));
        return this;
    }

    /** The pairs that are taken; all unless said otherwise. See {@link GenredExecution#ranges}. */
    public GenredBuilder ranges(Ranges pairs) {
        this.execution = execution.withRanges(Optional.of(Objects.requireNonNull(pairs, "pairs")));
        return this;
    }

    /**
     * The most threads that a call uses, the calling one included; all cores unless said otherwise. Results have the
     * same bits whatever the number.
     *
     * @throws FormulaException if it is less than 1
     */
    public GenredBuilder threads(int value) {
        this.execution = execution.withThreads(value);
        return this;
    }

    /**
     * Whether GPUs may compute functions by their fast instructions, {@code use_fast_math} of the original documentation;
     * no unless said otherwise. In float32 then
     *
     * <ul>
     *   <li>quotients, square roots, and logarithms away from 1 are wrong by up to 3 units in the last place, and quotients
     *       by more than 2^126 are 0;
     *   <li>logarithms near 1, and sines and cosines between -pi and pi, have absolute errors of up to 5e-7; sines and
     *       cosines of larger arguments have larger ones;
     *   <li>the exponential of x is wrong by about 2 + |x| units in the last place, where x is not a product with a
     *       constant or a parameter, and {@code a^b} has a relative error of about 1e-7 times {@code |b log a|};
     *   <li>tanh keeps 3 digits.
     * </ul>
     *
     * (CUDA C++ Programming Guide, mathematical functions; PTX ISA, tanh.) Sums and float64 are as accurate as before, and
     * the other back ends do not change.
     */
    public GenredBuilder fastMath(boolean value) {
        this.execution = execution.withFastMath(value);
        return this;
    }

    /** How GPUs compute squared distances; {@link DistanceForm#DIFFERENCE} unless said otherwise. */
    public GenredBuilder distances(DistanceForm value) {
        this.execution = execution.withDistances(Objects.requireNonNull(value, "distances"));
        return this;
    }

    /** Who is told how far calls have come; nobody unless said otherwise. */
    public GenredBuilder progress(ProgressListener listener) {
        this.watching = watching.withListener(listener);
        return this;
    }

    /**
     * The longest time from the beginning of a call to its end, after which it ends with a
     * {@link keops.error.CancelledException}; any time unless said otherwise.
     *
     * @throws FormulaException if it is not positive
     */
    public GenredBuilder deadline(Duration longest) {
        this.watching = watching.withDeadline(longest);
        return this;
    }

    /**
     * Reads the formula and makes the reduction.
     *
     * @throws FormulaException if the formula or an alias is wrong, the message points at the place; or if nothing says
     *     which index is reduced, by {@link #overJ}, {@link #overI} or {@link #axis}, and something is indexed by j: what is
     *     indexed by i alone is reduced over i
     */
    public Genred build() {
        Declarations declarations = Declarations.of(aliases);
        Formula parsed = Parser.parse(formula, declarations);
        Optional<Formula> parsedWeight =
                Optional.ofNullable(weight).map(text -> Parser.parse(text, declarations));
        List<Variable> arguments = declarations.arguments();
        if (rows == null) {
            requireNoJ(parsed, parsedWeight, declarations);
        }
        Plan plan = Plan.of(parsed, parsedWeight, arguments, reduction, scheme(), rows == null ? Category.J : rows);
        return new Genred(plan, execution, watching, new Engines(plan));
    }

    /** The original reduces over i by default, also where every user would say j; so that is asked for. */
    private static void requireNoJ(Formula formula, Optional<Formula> weight, Declarations declarations) {
        List<Formula> formulas = Stream.concat(Stream.of(formula), weight.stream()).toList();
        if (declarations.anyIndexedBy(Category.J, formulas)) {
            throw new FormulaException("the reduction of " + formula + " goes over j or over i: say which, by overJ(),"
                    + " axis 1, for a row per i, or by overI(), axis 0, for a row per j");
        }
    }

    /** Sums in float64 of a sum reduction over float32 are sums whose errors are kept aside. */
    private SumScheme scheme() {
        return execution.accumulator() == DType.FLOAT64 && reduction.equals(Reduction.SUM)
                ? SumScheme.KAHAN
                : scheme;
    }
}
