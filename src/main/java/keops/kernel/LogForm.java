package keops.kernel;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import keops.error.FormulaException;
import keops.kernel.KernelExpression.Atom;

/**
 * The logarithm c = log |k| of a kernel, as the text of a formula. No intermediate value overflows or underflows unless
 * c itself does: a sum of kernels is the log-sum-exp of their logarithms. Immutable.
 *
 * @param isNegative whether k is the negative of a positive kernel
 * @param text the text of log |k|
 */
public record LogForm(boolean isNegative, String text) {

    /**
     * Writes the logarithm of an expression as the text of a formula.
     *
     * @param expression the expression
     * @param atom the text of the logarithm of an atomic kernel
     * @throws FormulaException if terms of different signs are added
     */
    public static LogForm of(KernelExpression expression, Function<Atom, String> atom) {
        return switch (expression) {
            case Atom a -> new LogForm(false, "(" + atom.apply(a) + ")");
            case KernelExpression.Factor(double value) -> factor(value);
            case KernelExpression.Sum sum ->
                sum(sum, sum.terms().stream().map(term -> of(term, atom)).toList());
            case KernelExpression.Product(var factors) ->
                product(factors.stream().map(factor -> of(factor, atom)).toList());
            case KernelExpression.Power(var base, int exponent) -> power(of(base, atom), exponent);
            case KernelExpression.Negation(var operand) -> {
                LogForm positive = of(operand, atom);
                yield new LogForm(!positive.isNegative, positive.text);
            }
        };
    }

    /** The text of log n. For n = 0 it is a formula whose value is -inf, since no literal is. */
    private static LogForm factor(double value) {
        return new LogForm(false, value == 0 ? "Log(0)" : "(" + Math.log(value) + ")");
    }

    private static LogForm sum(KernelExpression sum, List<LogForm> terms) {
        boolean isNegative = terms.getFirst().isNegative;
        if (terms.stream().anyMatch(term -> term.isNegative != isNegative)) {
            throw new FormulaException("the kernel has no logarithm: " + sum + " adds terms of different signs");
        }
        return new LogForm(isNegative,
                terms.stream().map(LogForm::text).collect(Collectors.joining(",", "LogSumExp(Concat(", "))")));
    }

    private static LogForm product(List<LogForm> factors) {
        return new LogForm(factors.stream().filter(LogForm::isNegative).count() % 2 == 1,
                factors.stream().map(LogForm::text).collect(Collectors.joining(" + ", "(", ")")));
    }

    /** The text of k log |a|. For k = 0 it is 0 even where log |a| is infinite. */
    private static LogForm power(LogForm base, int exponent) {
        return new LogForm(base.isNegative && exponent % 2 != 0,
                exponent == 0 ? "0" : "(" + exponent + " * " + base.text + ")");
    }
}
