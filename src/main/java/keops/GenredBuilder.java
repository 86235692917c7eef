package keops;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import keops.call.Execution;
import keops.call.Watching;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Formula;
import keops.formula.Parser;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/**
 * The options of a reduction, which {@link Genred#of} starts and {@link #build} ends.
 *
 * <p>A builder is used by one thread at a time.
 */
public final class GenredBuilder extends Configurable<GenredBuilder> {
    private final String formula;
    private final String[] aliases;
    private Reduction reduction = Reduction.SUM;
    private String weight;
    private SumScheme scheme = SumScheme.AUTO;
    /** The category of the rows of the result; null as long as nobody has said which index is reduced. */
    private Category rows;
    private Execution execution = Execution.STANDARD;
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

    /**
     * Reduces over i, and gives a row per j: {@code axis=0} of the original documentation, which takes it by default.
     */
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
        return with(execution.accumulatingIn(value));
    }

    @Override
    Execution execution() {
        return execution;
    }

    @Override
    GenredBuilder with(Execution other) {
        this.execution = other;
        return this;
    }

    @Override
    Watching watching() {
        return watching;
    }

    @Override
    GenredBuilder watchedBy(Watching other) {
        this.watching = other;
        return this;
    }

    /**
     * Reads the formula and makes the reduction.
     *
     * @throws FormulaException if the formula or an alias is wrong, the message points at the place; or if nothing says
     *     which index is reduced, by {@link #overJ}, {@link #overI} or {@link #axis}, and something is indexed by j:
     *     what is indexed by i alone is reduced over i
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
        return new Genred(plan, execution, watching);
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
        return execution.accumulator() == DType.FLOAT64 && reduction.isSum()
                ? SumScheme.KAHAN
                : scheme;
    }
}
