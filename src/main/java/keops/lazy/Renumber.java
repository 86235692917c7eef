package keops.lazy;

import java.util.IdentityHashMap;
import java.util.List;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Variable;
import keops.formula.Zero;

/** Gives the variables of a formula other positions, and perhaps other categories. Shared parts stay shared. */
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
     * @param variables what stands in the place of the variable of each position
     */
    public static Formula to(List<Variable> variables, Formula formula) {
        return new Renumber(variables, false).apply(formula);
    }

    /**
     * The formula with i and j exchanged.
     *
     * @param variables the variables, exchanged already
     */
    public static Formula exchanged(List<Variable> variables, Formula formula) {
        return new Renumber(variables, true).apply(formula);
    }

    /** Formulas are at most 1000 operations deep. */
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
