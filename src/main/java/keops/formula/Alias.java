package keops.formula;

import java.util.List;
import java.util.OptionalInt;
import keops.error.FormulaException;
import keops.text.Token;
import keops.text.TokenReader;

/**
 * The declaration of an argument: {@code x = Vi(3)}, {@code x = Vi(1,3)} with its position, {@code Vi(3)} without a
 * name, {@code Var(1,3,0)}; {@code Vx} and {@code Vy} are older names of {@code Vi} and {@code Vj}. Immutable.
 *
 * @param name the name, or an empty text
 * @param category what it is indexed by
 * @param position the position, if one was written
 * @param dim the dimension
 */
public record Alias(String name, Category category, OptionalInt position, int dim) {
    private static final List<String> CATEGORIES = List.of("Vi", "Vj", "Pm", "Vx", "Vy", "Var");

    /**
     * Reads a declaration.
     *
     * @throws FormulaException if it is not of one of the forms above
     */
    public static Alias parse(String text) {
        var reader = new TokenReader(text);
        String name = "";
        if (reader.peekAfter().is("=")) {
            Token token = reader.take();
            if (token.kind() != Token.Kind.NAME) {
                throw reader.source().error(token.offset(), "a name is expected, but " + token.shown() + " came");
            }
            if (Parser.isReserved(token.text())) {
                throw reader.source().error(token.offset(),
                        "'" + token.text() + "' is a name of the language and cannot name an argument");
            }
            name = token.text();
            reader.expect("=");
        }
        Alias alias = declaration(reader, name);
        reader.expectEnd("the end of the declaration");
        return alias;
    }

    /** Reads {@code Vi(3)}, {@code Vi(1,3)} or {@code Var(1,3,0)}. */
    static Alias declaration(TokenReader reader, String name) {
        Token head = reader.peek();
        if (head.kind() != Token.Kind.NAME) {
            throw reader.unexpected("Vi, Vj or Pm");
        }
        reader.take();
        if (!CATEGORIES.contains(head.text())) {
            throw reader.source().error(head.offset(), "unknown category '" + TokenReader.shortened(head.text()) + "'",
                    "; an argument is Vi(dim), Vj(dim) or Pm(dim)");
        }
        reader.expect("(");
        int first = reader.expectInteger(true);
        Alias alias;
        if (head.text().equals("Var")) {
            reader.expect(",");
            int dim = reader.expectInteger(true);
            reader.expect(",");
            int at = reader.peek().offset();
            int code = reader.expectInteger(true);
            alias = new Alias(name, category(reader, code, at), OptionalInt.of(first), dim);
        } else {
            Category category = Category.named(head.text());
            alias = reader.takeIf(",")
                    ? new Alias(name, category, OptionalInt.of(first), reader.expectInteger(true))
                    : new Alias(name, category, OptionalInt.empty(), first);
        }
        try {
            Limits.checkDimension(alias.dim);
            Limits.checkPosition(alias.position.orElse(0));
        } catch (FormulaException e) {
            throw reader.source().error(head.offset(), e);
        }
        reader.expect(")");
        return alias;
    }

    private static Category category(TokenReader reader, int code, int offset) {
        return switch (code) {
            case 0 -> Category.I;
            case 1 -> Category.J;
            case 2 -> Category.PARAMETER;
            default -> throw reader.source().error(offset,
                    "unknown category " + code + "; 0 is Vi, 1 is Vj, 2 is Pm");
        };
    }
}
