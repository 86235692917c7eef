package keops.formula;

import java.util.List;
import keops.error.FormulaException;

/** The rules on dimensions that several operators share, with the messages that name both sides. */
final class Dimensions {
    private Dimensions() {}

    /** All dimensions are D or 1; the result is D. */
    static int broadcast(String operator, List<Formula> arguments) {
        return broadcast(operator, arguments, 1);
    }

    /** All dimensions are 2D or 2; the result is 2D. */
    static int complexBroadcast(String operator, List<Formula> arguments) {
        arguments.forEach(argument -> even(operator, argument));
        return broadcast(operator, arguments, 2);
    }

    private static int broadcast(String operator, List<Formula> arguments, int scalar) {
        Formula first = null;
        for (Formula argument : arguments) {
            if (argument.dim() != scalar) {
                if (first != null && argument.dim() != first.dim()) {
                    throw mismatch(operator + " needs equal dimensions, or dimension " + scalar, first, argument);
                }
                first = argument;
            }
        }
        return first == null ? scalar : first.dim();
    }

    /** Both dimensions are equal. */
    static int equal(String operator, Formula f, Formula g) {
        if (f.dim() != g.dim()) {
            throw mismatch(operator + " needs equal dimensions", f, g);
        }
        return f.dim();
    }

    /** The argument is a vector of complex numbers; gives its dimension. */
    static int even(String operator, Formula f) {
        require(f.dim() % 2 == 0, operator + " needs complex numbers, pairs of components", f);
        return f.dim();
    }

    /** A dimension in text is that of complex numbers. */
    static void even(String operator, int dim) {
        if (dim % 2 != 0) {
            throw new FormulaException(operator + " gives pairs of components, but the dimension asked for is " + dim);
        }
    }

    /** One dimension is what the operator says. */
    static void require(boolean fits, String expected, Formula f) {
        if (!fits) {
            throw new FormulaException(expected + ", but " + describe(f));
        }
    }

    static FormulaException mismatch(String expected, Formula f, Formula g) {
        return new FormulaException(expected + ", but " + describe(f) + " and " + describe(g));
    }

    private static String describe(Formula f) {
        return Printer.brief(f) + " has dimension " + f.dim();
    }
}
