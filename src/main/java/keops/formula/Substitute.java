package keops.formula;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keops.error.FormulaException;

/** Replaces variables by formulas. Thread-safe. */
public final class Substitute {
    private Substitute() {}

    /**
     * The formula with each variable of a map replaced.
     *
     * @throws FormulaException if a dimension does not fit, or the result is too large
     */
    public static Formula apply(Formula formula, Map<? extends Formula, ? extends Formula> replacements) {
        var known = new HashMap<Formula, Formula>(replacements);
        Walk.partsFirst(formula, known::containsKey, Substitute::parts, next -> known.put(next, rebuilt(next, known)));
        return known.get(formula);
    }

    static Formula apply(Formula formula, Variable variable, Formula replacement) {
        return apply(formula, Map.of(variable, replacement));
    }

    /** A derivative by a variable is a formula of which the variable may be replaced, but not where it is named. */
    private static List<Formula> parts(Formula formula) {
        return formula instanceof Call call && DerivativeOperators.TABLE.contains(call.operator())
                ? List.of(call.expansion())
                : formula.children();
    }

    private static Formula rebuilt(Formula formula, Map<Formula, Formula> known) {
        List<Formula> parts = parts(formula);
        List<Formula> replaced = parts.stream().map(known::get).toList();
        if (!(formula instanceof Call call) || replaced.equals(call.children())) {
            return formula;
        }
        return DerivativeOperators.TABLE.contains(call.operator())
                ? replaced.getFirst()
                : new Call(call.operator(), replaced, call.parameters());
    }

    /** A variable that some formulas do not contain. */
    static Variable freeVariable(int dim, List<Formula> formulas) {
        var positions = new HashSet<Integer>();
        variables(formulas).forEach(variable -> positions.add(variable.position()));
        for (int position = Limits.ARGUMENTS - 1; position >= 0; position--) {
            if (!positions.contains(position)) {
                return new Variable("", position, dim, Category.PARAMETER);
            }
        }
        throw new FormulaException("a formula of " + Limits.ARGUMENTS + " arguments leaves none for its derivative");
    }

    /** The variables of some formulas. */
    static Set<Variable> variables(List<Formula> formulas) {
        var variables = new HashSet<Variable>();
        for (Formula part : parts(formulas)) {
            if (part instanceof Variable variable) {
                variables.add(variable);
            }
        }
        return variables;
    }

    /** Whether a formula has a part. */
    static boolean contains(Formula formula, Formula part) {
        return parts(List.of(formula)).contains(part);
    }

    private static Set<Formula> parts(List<Formula> formulas) {
        var seen = new HashSet<Formula>();
        var waiting = new ArrayDeque<>(formulas);
        while (!waiting.isEmpty()) {
            Formula next = waiting.pop();
            if (seen.add(next)) {
                next.children().forEach(waiting::push);
            }
        }
        return seen;
    }
}
