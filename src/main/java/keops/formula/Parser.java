package keops.formula;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import keops.error.FormulaException;
import keops.text.SourceText;
import keops.text.Suggestion;
import keops.text.Token;
import keops.text.TokenReader;

/**
 * The parser of formulas. Precedence, from the lowest to the highest: comparisons {@code == != < > <= >=}, which do not
 * chain; the scalar product {@code |}; {@code + -}; {@code * /}; unary {@code -} and {@code +}; {@code **}, which
 * associates to the right and binds tighter than a minus before it; {@code [ ]}; calls, names, numbers and parentheses.
 * {@code (f,g)} is the old spelling of {@code (f|g)}. Thread-safe.
 */
public final class Parser {
    /** A formula and the arguments that it reads. */
    public record Parsed(Formula formula, List<Variable> arguments) {}

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> LITERALS = Set.of("IntCst", "IntInv", "RatCst", "Zero");
    private static final Set<String> VARIABLES = Set.of("Var", "Vi", "Vj", "Pm", "Vx", "Vy");

    private final TokenReader reader;
    private final SourceText source;
    private final Declarations declarations;
    private int nesting;

    private Parser(String text, Declarations declarations) {
        this.reader = new TokenReader(text);
        this.source = reader.source();
        this.declarations = declarations;
    }

    /**
     * Reads one formula over the arguments of its aliases.
     *
     * @throws FormulaException if the text is not a formula: the message names the problem and points at its place
     */
    public static Parsed parse(String text, String... aliases) {
        Objects.requireNonNull(text, "text");
        Declarations declarations = Declarations.of(aliases);
        Formula formula = parse(text, declarations);
        return new Parsed(formula, declarations.arguments());
    }

    /**
     * Reads a formula that shares its arguments with others; the variables it declares itself are added to them.
     *
     * @throws FormulaException if the text is not a formula: the message names the problem and points at its place
     */
    public static Formula parse(String text, Declarations declarations) {
        Objects.requireNonNull(declarations, "declarations");
        var parser = new Parser(text, declarations);
        Formula formula = parser.comparison();
        parser.reader.expectEnd("an operator or the end of the formula");
        return formula;
    }

    /** Whether a name belongs to the language, so that no argument can have it. */
    static boolean isReserved(String name) {
        return Operators.named(name) != null
                || LITERALS.contains(name)
                || VARIABLES.contains(name)
                || name.equals("I")
                || name.equals("J")
                || name.equals("Ind");
    }

    private Formula comparison() {
        Formula left = scalarProduct();
        String sign = reader.peek().text();
        if (!COMPARISONS.contains(sign)) {
            return left;
        }
        Formula result = switch (sign) {
            case "==" -> binary(ElementwiseOperators.EQUALS, left, false);
            case "!=" -> binary(ElementwiseOperators.NOT_EQUAL, left, false);
            case "<" -> binary(ElementwiseOperators.LESS_THAN, left, false);
            case "<=" -> binary(ElementwiseOperators.AT_MOST, left, false);
            case ">" -> binary(ElementwiseOperators.LESS_THAN, left, true);
            default -> binary(ElementwiseOperators.AT_MOST, left, true);
        };
        Token next = reader.peek();
        if (COMPARISONS.contains(next.text())) {
            throw source.error(next.offset(), "comparisons do not chain: '" + next.text() + "'",
                    "; use parentheses");
        }
        return result;
    }

    private Formula binary(Operator operator, Formula left, boolean swapped) {
        Token sign = reader.take();
        Formula right = scalarProduct();
        return swapped ? call(sign, operator, right, left) : call(sign, operator, left, right);
    }

    private Formula scalarProduct() {
        Formula left = sum();
        while (reader.peek().is("|")) {
            Token sign = reader.take();
            left = call(sign, VectorOperators.SCALAR_PRODUCT, left, sum());
        }
        return left;
    }

    private Formula sum() {
        Formula left = product();
        while (reader.peek().is("+") || reader.peek().is("-")) {
            Token sign = reader.take();
            Operator operator = sign.is("+") ? ElementwiseOperators.ADD : ElementwiseOperators.SUBTRACT;
            left = call(sign, operator, left, product());
        }
        return left;
    }

    private Formula product() {
        Formula left = signed();
        while (reader.peek().is("*") || reader.peek().is("/")) {
            Token sign = reader.take();
            Operator operator = sign.is("*") ? ElementwiseOperators.MULTIPLY : ElementwiseOperators.DIVIDE;
            left = call(sign, operator, left, signed());
        }
        return left;
    }

    private Formula signed() {
        Token sign = reader.peek();
        if (!sign.is("-") && !sign.is("+")) {
            return power();
        }
        reader.take();
        enter(sign);
        Formula operand = signed();
        nesting--;
        if (sign.is("+")) {
            return operand;
        }
        return operand instanceof Constant c
                ? new Constant(-c.value())
                : call(sign, ElementwiseOperators.MINUS, operand);
    }

    private Formula power() {
        Formula base = slice();
        Token sign = reader.peek();
        if (!sign.is("**")) {
            return base;
        }
        reader.take();
        enter(sign);
        Formula exponent = reader.peek().is("-") || reader.peek().is("+") ? signed() : power();
        nesting--;
        OptionalDouble number = Numbers.of(exponent);
        if (number.isPresent()) {
            double m = number.getAsDouble();
            if (m == 2) {
                return call(sign, ElementwiseOperators.SQUARE, base);
            } else if (m == -1) {
                return call(sign, ElementwiseOperators.INV, base);
            } else if (m == 0.5) {
                return call(sign, ElementwiseOperators.SQRT, base);
            } else if (m == -0.5) {
                return call(sign, ElementwiseOperators.RSQRT, base);
            } else if (new Constant(m).isInteger()) {
                return build(sign, ElementwiseOperators.POW, List.of(base), List.of(List.of((int) m)));
            }
        }
        return call(sign, ElementwiseOperators.POWF, base, exponent);
    }

    private Formula slice() {
        Formula value = primary();
        while (reader.peek().is("[")) {
            value = new Subscript(reader, this::inBrackets).of(value);
        }
        return value;
    }

    private Formula inBrackets(Token bracket) {
        enter(bracket);
        Formula index = comparison();
        nesting--;
        return index;
    }

    private Formula primary() {
        Token token = reader.peek();
        return switch (token.kind()) {
            case NUMBER -> number(reader.take());
            case NAME -> reader.peekAfter().is("(") ? named(token) : variable(reader.take());
            case SIGN -> {
                if (!token.is("(")) {
                    throw reader.unexpected("a formula");
                }
                yield parenthesised();
            }
            case END -> throw reader.unexpected("a formula");
        };
    }

    private Formula number(Token token) {
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw source.error(token.offset(), "the number " + TokenReader.shortened(token.text()) + " is too large");
        }
        return new Constant(value);
    }

    private Formula parenthesised() {
        Token open = reader.take();
        enter(open);
        Formula inner = comparison();
        if (reader.peek().is(",")) {
            Token comma = reader.take();
            inner = call(comma, VectorOperators.SCALAR_PRODUCT, inner, comparison());
        }
        close(open);
        nesting--;
        return inner;
    }

    private void close(Token open) {
        if (reader.peek().kind() == Token.Kind.END) {
            throw source.error(open.offset(), "'(' is never closed: it stands");
        }
        reader.expect(")");
    }

    private Formula variable(Token name) {
        Variable variable = declarations.named(name.text());
        if (variable != null) {
            return variable;
        }
        if (name.text().equals("I")) {
            return new Index(Category.I);
        } else if (name.text().equals("J")) {
            return new Index(Category.J);
        } else if (Operators.named(name.text()) != null) {
            throw source.error(name.offset(), "'" + name.text() + "' is an operator, written "
                    + Operators.named(name.text()).usage() + ", but stands without arguments");
        }
        throw source.error(name.offset(), "unknown variable '" + TokenReader.shortened(name.text()) + "'",
                Suggestion.of(name.text(), declarations.names()));
    }

    /** A name with parentheses: an operator, a constant, or a variable that is declared here. */
    private Formula named(Token name) {
        if (VARIABLES.contains(name.text())) {
            return declaredHere(name);
        } else if (LITERALS.contains(name.text())) {
            return literal(name);
        }
        Operator operator = Operators.named(name.text());
        if (name.text().equals("Ind")) {
            throw source.error(name.offset(), "Ind is an index list, not a formula: it stands where an operator asks"
                    + " for one, as in TensorDot(f,g,Ind(2,3),Ind(3),Ind(1),Ind(0))", "");
        }
        if (operator == null) {
            var known = new HashSet<>(LITERALS);
            Operators.table().forEach(o -> known.add(o.name()));
            throw source.error(name.offset(), "unknown function '" + TokenReader.shortened(name.text()) + "'",
                    declarations.named(name.text()) != null
                            ? " (it is a variable; a product is written with '*')"
                            : Suggestion.of(name.text(), known) + Operators.WHERE);
        }
        reader.take();
        Token open = reader.expect("(");
        enter(open);
        var arguments = new ArrayList<Formula>();
        var parameters = new ArrayList<List<Integer>>();
        if (!reader.peek().is(")")) {
            do {
                argument(name, operator, arguments, parameters);
            } while (reader.takeIf(","));
        }
        close(open);
        nesting--;
        return build(name, operator, arguments, parameters);
    }

    /** The next argument of a call: a formula, or after the formulas a whole number or an index list. */
    private void argument(Token name, Operator operator, List<Formula> arguments, List<List<Integer>> parameters) {
        Token start = reader.peek();
        boolean formulaExpected = arguments.size() < operator.maxArguments();
        List<Operator.Parameter> declared = operator.parameters();
        if (!formulaExpected && parameters.size() == declared.size()) {
            throw source.error(name.offset(), operator.name() + " is written " + operator.usage()
                    + ", but has more arguments");
        }
        boolean isList = start.is("[") || start.text().equals("Ind") && reader.peekAfter().is("(");
        if (isList && (formulaExpected || !declared.get(parameters.size()).isList())) {
            throw source.error(start.offset(), (formulaExpected ? "a formula" : "a whole number")
                    + " is expected in " + operator.usage() + ", but an index list came");
        } else if (isList) {
            parameters.add(indexList());
        } else if (formulaExpected) {
            arguments.add(comparison());
        } else if (declared.get(parameters.size()).isList()) {
            throw source.error(start.offset(), "an index list such as [2,3] is expected for "
                    + declared.get(parameters.size()).name() + " in " + operator.usage());
        } else {
            number(start, operator, arguments, parameters);
        }
    }

    /** A whole number, or in its place the index of Elem, which may be a formula. */
    private void number(Token start, Operator operator, List<Formula> arguments, List<List<Integer>> parameters) {
        Formula given = comparison();
        if (given instanceof Constant c && c.isInteger()) {
            parameters.add(List.of((int) c.value()));
        } else if (operator == ComponentOperators.ELEM && !(given instanceof Constant)) {
            arguments.add(given);
        } else {
            throw source.error(start.offset(), "a whole number is expected for "
                    + operator.parameters().get(parameters.size()).name() + " in " + operator.usage());
        }
    }

    /** {@code [2,3]} or {@code Ind(2,3)}. */
    private List<Integer> indexList() {
        String close = reader.take().is("[") ? "]" : ")";
        if (close.equals(")")) {
            reader.expect("(");
        }
        var indices = new ArrayList<Integer>();
        if (!reader.peek().is(close)) {
            do {
                indices.add(reader.expectInteger(true));
            } while (reader.takeIf(","));
        }
        reader.expect(close);
        return indices;
    }

    private Formula declaredHere(Token name) {
        Alias alias = Alias.declaration(reader, "");
        if (alias.position().isEmpty()) {
            throw source.error(name.offset(), "inside a formula a variable needs its position, as in "
                    + name.text() + "(0," + alias.dim() + "): the position is missing");
        }
        try {
            return declarations.inFormula(
                    new Variable("", alias.position().getAsInt(), alias.dim(), alias.category()));
        } catch (FormulaException e) {
            throw source.error(name.offset(), e);
        }
    }

    /** {@code IntCst(n)}, {@code IntInv(n)}, {@code RatCst(p,q)} and {@code Zero(dim)}. */
    private Formula literal(Token name) {
        reader.take();
        reader.expect("(");
        int first = reader.expectInteger(true);
        int second = 1;
        if (name.text().equals("RatCst")) {
            reader.expect(",");
            second = reader.expectInteger(true);
        }
        reader.expect(")");
        if (name.text().equals("IntInv") && first == 0 || second == 0) {
            throw source.error(name.offset(), "division by zero in " + name.text());
        }
        try {
            return switch (name.text()) {
                case "IntCst" -> new Constant(first);
                case "IntInv" -> new Constant(1.0 / first);
                case "RatCst" -> new Constant((double) first / second);
                default -> new Zero(first);
            };
        } catch (FormulaException e) {
            throw source.error(name.offset(), e);
        }
    }

    private Formula call(Token place, Operator operator, Formula... arguments) {
        return build(place, operator, List.of(arguments), List.of());
    }

    private Formula build(Token place, Operator operator, List<Formula> arguments, List<List<Integer>> parameters) {
        try {
            return operator == ComponentOperators.ELEM && arguments.size() == 2
                    ? TableOperators.component(arguments.getFirst(), arguments.getLast())
                    : new Call(operator, arguments, parameters);
        } catch (FormulaException e) {
            throw source.error(place.offset(), e);
        }
    }

    private void enter(Token place) {
        if (++nesting > Limits.NESTING) {
            throw source.error(place.offset(), "the formula nests more than " + Limits.NESTING + " levels deep");
        }
    }
}
