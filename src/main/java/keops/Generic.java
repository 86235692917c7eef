package keops;

import java.util.Objects;
import java.util.function.UnaryOperator;
import keops.error.FormulaException;
import keops.formula.Alias;
import keops.formula.Category;
import keops.reduction.Reduction;

/**
 * The generic operations of the original documentation: a formula, the type of the output, the types of the inputs.
 *
 * {@snippet :
 * Genred conv = Generic.sum("Exp(-G*SqDist(X,Y)) * B", "A = Vi(2)",
 *         "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)");
 * }
 *
 * <p>The output, {@code "A = Vi(2)"}, says by its category which axis is left ({@code Vi}: the sum goes over j;
 * {@code Vj}: over i; {@code Vx} and {@code Vy} are their old names) and by its dimension how many columns the result
 * has. Inputs are counted from the first; the output is none of them. Calls take plain arrays too, as
 * {@code generic_sum_np} and so on of the original do: {@link Genred#call(java.lang.foreign.Arena, Object...)}.
 *
 * <p>Its reductions may be called from many threads at once.
 */
public final class Generic {
    private Generic() {}

    /**
     * {@code generic_sum}: sums a formula.
     *
     * @param formula the formula
     * @param output the output; its dimension must be that of the formula
     * @param aliases the inputs
     * @throws FormulaException if one of them is wrong
     */
    public static Genred sum(String formula, String output, String... aliases) {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(aliases, "aliases");
        return make(formula, output, aliases, builder -> builder.reduction(Reduction.SUM));
    }

    /**
     * {@code generic_logsumexp}: the logarithm of the sum of the exponentials of a formula, of each component.
     *
     * @param formula the formula
     * @param output the output; its dimension must be that of the formula
     * @param aliases the inputs
     * @throws FormulaException if one of them is wrong
     */
    public static Genred logSumExp(String formula, String output, String... aliases) {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(aliases, "aliases");
        return make(formula, output, aliases, builder -> builder.reduction(Reduction.LOG_SUM_EXP));
    }

    /**
     * {@code generic_argmin}: the index of the smallest value.
     *
     * @param formula the formula
     * @param output the output; its dimension must be that of the formula
     * @param aliases the inputs
     * @throws FormulaException if one of them is wrong
     */
    public static Genred argMin(String formula, String output, String... aliases) {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(aliases, "aliases");
        return make(formula, output, aliases, builder -> builder.reduction(Reduction.ARG_MIN));
    }

    /**
     * {@code generic_argkmin}: the indices of the K smallest values of a scalar formula, in ascending order of the
     * values.
     *
     * @param formula the formula
     * @param output the output, whose dimension is K
     * @param aliases the inputs
     * @throws FormulaException if one of them is wrong
     */
    public static Genred argKMin(String formula, String output, String... aliases) {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(aliases, "aliases");
        int k = outputAlias(output).dim();
        return make(formula, output, aliases, builder -> builder.reduction(Reduction.argKMin(k)));
    }

    /**
     * The indices of the K largest values of a scalar formula, in descending order of the values.
     *
     * @param formula the formula
     * @param output the output, whose dimension is K
     * @param aliases the inputs
     * @throws FormulaException if one of them is wrong
     */
    public static Genred argKMax(String formula, String output, String... aliases) {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(aliases, "aliases");
        int k = outputAlias(output).dim();
        return make(formula, output, aliases, builder -> builder.reduction(Reduction.argKMax(k)));
    }

    private static Genred make(
            String formula, String output, String[] aliases, UnaryOperator<GenredBuilder> reduction) {
        Alias alias = outputAlias(output);
        int axis = alias.category() == Category.I ? 1 : 0;
        Genred genred = reduction.apply(Genred.of(formula, aliases)).axis(axis).build();
        if (genred.outputDimension() != alias.dim()) {
            throw new FormulaException("the output is declared as '" + output + "', of dimension " + alias.dim()
                    + ", but the result has dimension " + genred.outputDimension());
        }
        return genred;
    }

    private static Alias outputAlias(String output) {
        Alias alias;
        try {
            alias = Alias.parse(output);
        } catch (FormulaException e) {
            throw new FormulaException("output: " + e.getMessage(), e);
        }
        if (alias.category() == Category.PARAMETER) {
            throw new FormulaException("the output must be indexed by i (Vi) or j (Vj), but is '" + output + "'");
        }
        return alias;
    }
}
