package keops.formula;

import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Collectors;
import keops.text.TokenReader;

/**
 * Writes formulas as text that reads back to the same formula, with no more parentheses than needed. Variables are
 * written by their names, or as {@code Var(position,dimension,category)} where they have none.
 */
final class Printer {
    private static final int BRIEF = 60;

    /** How tightly the parts of a text hold together. */
    private enum Binding {
        COMPARISON,
        SCALAR_PRODUCT,
        SUM,
        PRODUCT,
        SIGN,
        ATOM
    }

    /** An operator that is written between its operands. */
    private enum Sign {
        PLUS(" + ", Binding.SUM, Binding.PRODUCT),
        MINUS(" - ", Binding.SUM, Binding.PRODUCT),
        TIMES(" * ", Binding.PRODUCT, Binding.SIGN),
        OVER(" / ", Binding.PRODUCT, Binding.SIGN),
        DOT(" | ", Binding.SCALAR_PRODUCT, Binding.SUM);

        private final String text;
        /** How tightly it binds, and how tightly its right operand must. */
        private final Binding own;
        private final Binding right;

        Sign(String text, Binding own, Binding right) {
            this.text = text;
            this.own = own;
            this.right = right;
        }

        static Sign of(Operator operator) {
            if (operator == ElementwiseOperators.ADD) {
                return PLUS;
            } else if (operator == ElementwiseOperators.SUBTRACT) {
                return MINUS;
            } else if (operator == ElementwiseOperators.MULTIPLY) {
                return TIMES;
            } else if (operator == ElementwiseOperators.DIVIDE) {
                return OVER;
            }
            return operator == VectorOperators.SCALAR_PRODUCT ? DOT : null;
        }
    }

    private Printer() {}

    static String print(Formula formula) {
        return print(formula, Binding.COMPARISON);
    }

    /** A short form for messages. */
    static String brief(Formula formula) {
        if (formula.size() > 200) {
            return "a formula of " + formula.size() + " operations";
        }
        String text = print(formula);
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 3) + "...";
    }

    /** {@code x = Vi(3)}, or {@code Vi(0,3)} where there is no name. */
    static String declaration(Variable v) {
        return v.name().isEmpty()
                ? v.category().constructor() + "(" + v.position() + "," + v.dim() + ")"
                : TokenReader.shortened(v.name()) + " = " + v.category().constructor() + "(" + v.dim() + ")";
    }

    private static String print(Formula formula, Binding atLeast) {
        return switch (formula) {
            case Variable v -> v.name().isEmpty()
                    ? "Var(" + v.position() + "," + v.dim() + "," + v.category().code() + ")"
                    : v.name();
            case Constant c -> constant(c.value());
            case Zero z -> "Zero(" + z.dim() + ")";
            case Index i -> i.category().name();
            case Call call -> call(call, atLeast);
        };
    }

    private static String constant(double value) {
        String text = value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
        return value < 0 || 1 / value < 0 ? "(" + (text.startsWith("-") ? text : "-" + text) + ")" : text;
    }

    private static String call(Call call, Binding atLeast) {
        Sign sign = Sign.of(call.operator());
        if (sign != null) {
            return infix(call, sign.own, atLeast);
        } else if (call.operator() == ElementwiseOperators.MINUS && !(call.argument(0) instanceof Constant)) {
            return parenthesised("-" + print(call.argument(0), Binding.SIGN), Binding.SIGN, atLeast);
        }
        return call.operator().name() + "(" + written(call) + ")";
    }

    private static String written(Call call) {
        var text = new StringBuilder(call.children().stream().map(Printer::print).collect(Collectors.joining(",")));
        for (int k = 0; k < call.parameters().size(); k++) {
            List<Integer> parameter = call.parameters().get(k);
            boolean isList = call.operator().parameters().get(k).isList();
            text.append(',').append(isList ? parameter.toString().replace(" ", "") : parameter.getFirst().toString());
        }
        return text.toString();
    }

    /** The left operand is often as deep as the formula, a chain of signs that bind alike: a loop walks down it. */
    private static String infix(Call call, Binding own, Binding atLeast) {
        var parts = new ArrayDeque<String>();
        Formula left = call;
        while (left instanceof Call chained) {
            Sign sign = Sign.of(chained.operator());
            if (sign == null || sign.own != own) {
                break;
            }
            parts.push(print(chained.argument(1), sign.right));
            parts.push(sign.text);
            left = chained.argument(0);
        }
        parts.push(print(left, own));
        return parenthesised(String.join("", parts), own, atLeast);
    }

    private static String parenthesised(String text, Binding own, Binding atLeast) {
        return own.compareTo(atLeast) < 0 ? "(" + text + ")" : text;
    }
}
