package keops.lazy;

import java.util.IdentityHashMap;
import java.util.List;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Variable;
import keops.formula.Zero;

/**
 * Replaces the variables of a formula by others of other positions and categories. Shared subformulas stay shared.
 * Thread-safe.
 */
public final class Renumber {
    private final List<Variable> variables;
    private final boolean exchanges;
    private final IdentityHashMap<Formula, Formula> known = new IdentityHashMap<>();

    private Renumber(List<Variable> variables, boolean exchanges) {
        this.variables = variables;
        this.exchanges = exchanges;
    }

    /**
     * The formula over other variables.
     *
     * @param variables the replacement for the variable of each position
     */
    public static Formula to(List<Variable> variables, Formula formula) {
        return new Renumber(variables, false).apply(formula);
    }

    /**
     * The formula with i and j exchanged.
     *
     * @param variables the variables, already exchanged
     */
    public static Formula exchanged(List<Variable> variables, Formula formula) {
        return new Renumber(variables, true).apply(formula);
    }

    /** Recursion is safe: formulas are at most 1000 operations deep. */
    private Formula apply(Formula formula) {
        Formula made = known.get(formula);
        if (made == null) {
            made = switch (formula) {
                case Variable v -> variables.get(v.position());
                case Constant c -> c;
                case Zero z -> z;
                case Index i -> exchanges ? new Index(i.category().otherAxis()) : i;
                case Call call -> new Call(
                        call.operator(), call.children().stream().map(this::apply).toList(), call.parameters());
            };
            known.put(formula, made);
        }
        return made;
    }
}
