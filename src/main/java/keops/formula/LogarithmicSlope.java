package keops.formula;

import java.util.Optional;

/**
 * The slope of {@code f ln f}, {@code ln f + 1}, which is infinite at f = 0. Where f is a multiple of a sum of squares
 * q, as the squared distance of a thin-plate spline, the slope is multiplied in a gradient by what vanishes with q,
 * like its root: there the limit of the gradient is 0, and 0 stands for the slope.
 */
final class LogarithmicSlope {
    private LogarithmicSlope() {}

    /** The slope at f. */
    static Formula of(Formula f) {
        Formula slope = Simplify.plus(Call.of(ElementwiseOperators.LOG, f), Simplify.number(1));
        return squares(f).map(q -> Simplify.atZero(q, Simplify.number(0), slope)).orElse(slope);
    }

    /** A sum of squares of which f is a multiple, if there is one. */
    private static Optional<Formula> squares(Formula f) {
        if (!(f instanceof Call call)) {
            return Optional.empty();
        } else if (isSumOfSquares(f)) {
            return Optional.of(f);
        } else if (call.operator().meaning() instanceof Meaning.Definition) {
            return squares(call.expansion());
        } else if (call.operator() == ElementwiseOperators.MULTIPLY) {
            Optional<Formula> first = squares(call.argument(0));
            return first.isPresent() ? first : squares(call.argument(1));
        }
        return call.operator() == ElementwiseOperators.DIVIDE ? squares(call.argument(0)) : Optional.empty();
    }

    private static boolean isSumOfSquares(Formula f) {
        if (!(f instanceof Call call)) {
            return false;
        }
        Operator operator = call.operator();
        if (operator.meaning() instanceof Meaning.Definition) {
            return isSumOfSquares(call.expansion());
        } else if (operator == VectorOperators.SUM) {
            return isSumOfSquares(call.argument(0));
        } else if (operator == ElementwiseOperators.ADD) {
            return isSumOfSquares(call.argument(0)) && isSumOfSquares(call.argument(1));
        } else if (operator == ElementwiseOperators.MULTIPLY) {
            return call.argument(0).equals(call.argument(1));
        }
        return operator == ElementwiseOperators.SQUARE;
    }
}
