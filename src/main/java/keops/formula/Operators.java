package keops.formula;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import keops.error.FormulaException;
import keops.text.Suggestion;

/** The operator table. Thread-safe. */
public final class Operators {
    /** The sum of the components of a vector. */
    public static final Operator SUM = VectorOperators.SUM;
    /** The product, component by component. */
    public static final Operator MULTIPLY = ElementwiseOperators.MULTIPLY;

    /** A formula rounded to the compute type, with the same bits everywhere. It occurs in derivatives only. */
    public static final Operator ROUNDED = RelativePowers.ROUNDED;
    /**
     * {@code min(e^(f - g), 1)} where f is rounded before g is subtracted, with the derivative of {@code e^(f - g)}. It
     * occurs in derivatives only.
     */
    public static final Operator POWER_UP_TO_ONE = RelativePowers.POWER_UP_TO_ONE;

    /** Operators of one kind, with a title. */
    public record Family(String title, List<Operator> operators) {
        /** Copies the list. */
        public Family {
            operators = List.copyOf(operators);
        }
    }

    private static final List<Family> FAMILIES = List.of(
            new Family("Component by component", ElementwiseOperators.TABLE),
            new Family("Sums, norms and distances", VectorOperators.TABLE),
            new Family("Angles", AngleOperators.TABLE),
            new Family("Components, counted from 0", ComponentOperators.TABLE),
            new Family("Tables, read by indices that are formulas; each entry costs a comparison, once per row if the"
                    + " index depends on i only", TableOperators.TABLE),
            new Family("Matrices and tensors", MatrixOperators.TABLE),
            new Family("Complex numbers", ComplexOperators.TABLE),
            new Family("Special functions", SpecialOperators.TABLE),
            new Family("Warping of series", WarpingOperators.TABLE),
            new Family("Kernels of r = |x - y|", KernelOperators.TABLE),
            new Family("Kernels as scalars, of r^2 = WeightedSqNorm(G, x - y)", RadialOperators.TABLE),
            new Family("Derivatives", DerivativeOperators.TABLE));
    private static final List<Operator> TABLE =
            FAMILIES.stream().flatMap(family -> family.operators().stream()).toList();
    private static final Map<String, Operator> BY_NAME =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(Operator::name, Function.identity()));

    /** The end of messages about unknown names, which says where the table is. */
    static final String WHERE = "; docs/operators.md and './keops operators' list all";

    private Operators() {}

    /** The families, in the order in which they are best read. */
    public static List<Family> families() {
        return FAMILIES;
    }

    /** Every operator, family by family. */
    public static List<Operator> table() {
        return TABLE;
    }

    /** The operator of a name, or null. Names are case-sensitive. */
    public static Operator named(String name) {
        Objects.requireNonNull(name, "name");
        return BY_NAME.get(name);
    }

    /**
     * The operator of a name. Names are case-sensitive.
     *
     * @throws FormulaException if there is none; the message says which may have been meant
     */
    public static Operator known(String name) {
        Objects.requireNonNull(name, "name");
        Operator operator = BY_NAME.get(name);
        if (operator == null) {
            throw new FormulaException(
                    "unknown operator '" + name + "'" + Suggestion.of(name, BY_NAME.keySet()) + WHERE);
        }
        return operator;
    }
}
