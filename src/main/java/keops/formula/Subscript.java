package keops.formula;

import java.util.function.Function;
import keops.error.FormulaException;
import keops.text.Token;
import keops.text.TokenReader;

/**
 * A subscript after a formula: a component, a slice, or indices that are formulas.
 *
 * @param reader stands at the bracket
 * @param formulas reads a formula in the bracket that it gets
 */
record Subscript(TokenReader reader, Function<Token, Formula> formulas) {

    /** Reads the subscript and applies it. */
    Formula of(Formula value) {
        Token bracket = reader.take();
        Formula taken = isFormula() ? element(bracket, value) : slice(bracket, value);
        reader.expect("]");
        return taken;
    }

    /** Whether a formula stands in the brackets, or two: no whole number alone, and no slice. */
    private boolean isFormula() {
        Token token = reader.peek();
        return switch (token.kind()) {
            case NAME -> true;
            case SIGN -> token.is("(");
            case NUMBER -> !reader.peekAfter().is("]") && !reader.peekAfter().is(":");
            case END -> false;
        };
    }

    /** The element at an index, or at two indices of a square matrix. */
    private Formula element(Token bracket, Formula table) {
        Formula index = formulas.apply(bracket);
        Formula second = reader.takeIf(",") ? formulas.apply(bracket) : null;
        try {
            return second == null
                    ? TableOperators.component(table, index)
                    : TableOperators.element(table, index, second);
        } catch (FormulaException e) {
            throw reader.source().error(bracket.offset(), e);
        }
    }

    private Formula slice(Token bracket, Formula value) {
        Integer start = bound();
        boolean isRange = reader.takeIf(":");
        Integer end = isRange ? bound() : null;
        Integer step = isRange && reader.takeIf(":") ? bound() : null;
        if (!isRange && start == null) {
            throw reader.unexpected("a whole number");
        }
        try {
            return isRange
                    ? Slices.slice(value, start, end, step == null ? 1 : step)
                    : Slices.component(value, start);
        } catch (FormulaException e) {
            throw reader.source().error(bracket.offset(), e);
        }
    }

    /** A bound of a slice, or null where it is left out. */
    private Integer bound() {
        return reader.peek().is(":") || reader.peek().is("]") ? null : reader.expectInteger(true);
    }
}
