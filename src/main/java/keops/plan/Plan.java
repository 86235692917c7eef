package keops.plan;

import java.util.List;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Variable;
import keops.program.Lower;
import keops.program.Program;
import keops.reduction.Reduction;

/**
 * Everything that a back end needs to know: what to compute for a pair, and what to make of it along a row.
 *
 * @param formula the formula, for people
 * @param arguments the arguments, by position
 * @param reduction the reduction
 * @param rows the category of the output: {@link Category#I} to reduce over j, {@link Category#J} to reduce over i
 * @param program the formula in scalar arithmetic, in which stage I is the index of the output
 */
public record Plan(
        Formula formula, List<Variable> arguments, Reduction reduction, Category rows, Program program) {

    /** Lowers a formula. */
    public static Plan of(Formula formula, List<Variable> arguments, Reduction reduction, Category rows) {
        return new Plan(formula, List.copyOf(arguments), reduction, rows, Lower.apply(List.of(formula), rows));
    }

    /** The number of columns of the output. */
    public int outputDimension() {
        return formula.dim();
    }

    @Override
    public String toString() {
        return reduction.name() + " over " + (rows == Category.I ? "j" : "i") + " of " + formula;
    }
}
