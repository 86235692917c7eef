package keops.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keops.kernel.KernelExpression.Atom;
import keops.kernel.KernelExpression.Factor;
import keops.kernel.KernelExpression.Negation;
import keops.kernel.KernelExpression.Pair;
import keops.kernel.KernelExpression.Power;
import keops.kernel.KernelExpression.Product;
import keops.kernel.KernelExpression.Sum;
import keops.kernel.KernelName.NumberKind;
import keops.text.SourceText;
import keops.text.Suggestion;
import keops.text.Token;
import keops.text.TokenReader;

/**
 * A parser of kernel names. From the lowest precedence to the highest: {@code +}; {@code *}; unary {@code -}; {@code
 * **k} with an integer k; atomic kernels {@code name(p,q)}, some with a number as in {@code name(p,q,2)}, numbers and
 * parentheses. As in Python, {@code -a**2} is {@code -(a**2)} and {@code -a*b} is {@code (-a)*b}.
 */
final class KernelNameParser {
    /** The deepest nesting of parentheses and signs: an eighth of that of formulas. */
    private static final int NESTING = 32;

    private final TokenReader reader;
    private final SourceText source;
    private final Map<String, NumberKind> known;
    private final List<Atom> atoms = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int nesting;

    KernelNameParser(String text, Map<String, NumberKind> known) {
        this.reader = new TokenReader(text);
        this.source = reader.source();
        this.known = known;
    }

    KernelName parse() {
        KernelExpression expression = sum();
        refuseOperator();
        reader.expectEnd("'+', '*', '**' or the end of the kernel name");
        return new KernelName(expression, atoms, pairs);
    }

    private KernelExpression sum() {
        var terms = new ArrayList<>(List.of(product()));
        while (reader.takeIf("+")) {
            terms.add(product());
        }
        return terms.size() == 1 ? terms.getFirst() : new Sum(terms);
    }

    private KernelExpression product() {
        var factors = new ArrayList<>(List.of(signed()));
        while (reader.takeIf("*")) {
            factors.add(signed());
        }
        return factors.size() == 1 ? factors.getFirst() : new Product(factors);
    }

    private KernelExpression signed() {
        Token sign = reader.peek();
        if (!sign.is("-")) {
            return power();
        }
        reader.take();
        enter(sign);
        var negation = new Negation(signed());
        nesting--;
        return negation;
    }

    private KernelExpression power() {
        KernelExpression base = primary();
        if (!reader.takeIf("**")) {
            return base;
        }
        var power = new Power(base, reader.expectInteger(true));
        if (reader.peek().is("**")) {
            throw source.error(reader.peek().offset(), "powers do not chain: '**'", "; use parentheses");
        }
        return power;
    }

    private KernelExpression primary() {
        Token token = reader.peek();
        return switch (token.kind()) {
            case NAME -> atom();
            case NUMBER -> new Factor(number(reader.take()));
            case SIGN -> {
                if (!token.is("(")) {
                    throw reader.unexpected("an atomic kernel such as gaussian(x,y)");
                }
                yield parenthesised();
            }
            case END -> throw reader.unexpected("an atomic kernel such as gaussian(x,y)");
        };
    }

    private KernelExpression parenthesised() {
        Token open = reader.take();
        enter(open);
        KernelExpression inner = sum();
        refuseOperator();
        if (reader.peek().kind() == Token.Kind.END) {
            throw source.error(open.offset(), "'(' is never closed: it stands");
        }
        reader.expect(")");
        nesting--;
        return inner;
    }

    private Atom atom() {
        Token name = reader.take();
        NumberKind kind = known.get(name.text());
        if (kind == null) {
            throw source.error(name.offset(), "unknown kernel '" + TokenReader.shortened(name.text()) + "'",
                    Suggestion.of(name.text(), known.keySet()) + "; there are "
                            + known.keySet().stream().sorted().collect(Collectors.joining(", "))
                            + ", which the Javadoc of KernelFormulas defines");
        }
        reader.expect("(");
        Token first = letter();
        reader.expect(",");
        Token second = letter();
        String number = number(name, kind);
        reader.expect(")");
        var atom = new Atom(name.text(), atoms.size(), pair(first, second), number);
        atoms.add(atom);
        return atom;
    }

    /** The number after a pair of variables. */
    private String number(Token name, NumberKind kind) {
        if (kind == NumberKind.NONE) {
            return "";
        }
        String what = kind == NumberKind.WHOLE ? "a whole number above 0" : "a number above 0";
        if (!reader.takeIf(",") || reader.peek().kind() != Token.Kind.NUMBER) {
            throw reader.unexpected(what + ", as in " + name.text() + "(x,y,2),");
        }
        Token token = reader.take();
        double value = number(token);
        if (value == 0 || kind == NumberKind.WHOLE && (value != Math.rint(value) || value > Integer.MAX_VALUE)) {
            throw source.error(token.offset(), name.text() + " takes " + what + ", but '"
                    + TokenReader.shortened(token.text()) + "' came");
        }
        return KernelExpression.text(value);
    }

    private double number(Token token) {
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw source.error(token.offset(), "the number " + TokenReader.shortened(token.text()) + " is too large");
        }
        return value;
    }

    private Token letter() {
        Token letter = reader.peek();
        if (letter.kind() != Token.Kind.NAME || letter.text().length() != 1
                || !Character.isLowerCase(letter.text().charAt(0))) {
            throw reader.unexpected("a variable, one letter from a to z,");
        }
        return reader.take();
    }

    /** The pair of two letters, known or new; no two pairs share a letter. */
    private Pair pair(Token first, Token second) {
        for (Pair pair : pairs) {
            if (pair.first().equals(first.text()) && pair.second().equals(second.text())) {
                return pair;
            }
        }
        for (Token letter : List.of(first, second)) {
            Optional<Pair> other = pairs.stream()
                    .filter(pair -> pair.first().equals(letter.text()) || pair.second().equals(letter.text()))
                    .findFirst();
            if (other.isPresent()) {
                throw source.error(letter.offset(), "the variable '" + letter.text() + "' belongs to the pair "
                        + other.get() + " already", ": pairs of variables do not overlap");
            }
        }
        if (first.text().equals(second.text())) {
            throw source.error(second.offset(), "a pair of variables has two different letters, but '" + second.text()
                    + "' stands twice");
        }
        var pair = new Pair(first.text(), second.text(), pairs.size());
        pairs.add(pair);
        return pair;
    }

    /** Rejects operators that only formulas have, with what to write instead. */
    private void refuseOperator() {
        Token token = reader.peek();
        if (token.is("-")) {
            throw source.error(token.offset(), "kernel names have no subtraction: '-'",
                    "; write '+ -' to add a negated kernel");
        }
        if (token.is("/")) {
            throw source.error(token.offset(), "kernel names have no division: '/'", "; write '**-1' for an inverse");
        }
    }

    private void enter(Token place) {
        if (++nesting > NESTING) {
            throw source.error(place.offset(), "the kernel name nests more than " + NESTING + " levels deep");
        }
    }
}
