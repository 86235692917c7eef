package keops.kernel;

import java.util.function.Function;
import java.util.stream.Collectors;
import keops.kernel.KernelExpression.Atom;

/** The value k of a kernel, as the text of a formula. Thread-safe. */
public final class ValueForm {
    private ValueForm() {}

    /**
     * Writes an expression as the text of a formula.
     *
     * @param expression the expression
     * @param atom the text of the value of an atomic kernel
     */
    public static String of(KernelExpression expression, Function<Atom, String> atom) {
        return switch (expression) {
            case Atom a -> "(" + atom.apply(a) + ")";
            case KernelExpression.Factor(double value) -> KernelExpression.text(value);
            case KernelExpression.Sum(var terms) ->
                terms.stream().map(term -> of(term, atom)).collect(Collectors.joining(" + ", "(", ")"));
            case KernelExpression.Product(var factors) ->
                factors.stream().map(factor -> of(factor, atom)).collect(Collectors.joining(" * ", "(", ")"));
            // Integer powers of negative numbers are defined, as squares are.
            case KernelExpression.Power(var base, int exponent) -> exponent == 2
                    ? "Square(" + of(base, atom) + ")"
                    : "Pow(" + of(base, atom) + "," + exponent + ")";
            case KernelExpression.Negation(var operand) -> "(-" + of(operand, atom) + ")";
        };
    }
}
