package keops.cachetool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import keops.Genred;
import keops.console.FloatingType;
import keops.console.ReducedIndex;
import keops.error.FormulaException;
import keops.formula.Alias;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Formula;
import keops.formula.Parser;
import keops.reduction.Reduction;
import keops.tensor.DType;
import picocli.CommandLine.TypeConversionException;

/**
 * A text file of kernels to compile: blocks of lines, separated by blank lines, and comments in lines that begin with
 * {@code #}.
 *
 * <pre>
 * # What the nightly job computes.
 * formula: Exp(-g * SqDist(x,y)) * b
 * alias: g = Pm(1)
 * alias: x = Vi(3)
 * alias: y = Vj(3)
 * alias: b = Vj(1)
 * over: j
 * dtype: float32, float64
 * gradient: x, b
 * </pre>
 *
 * <p>The names are those of the command's options. {@code formula} is required, and {@code over} if anything is indexed
 * by j; {@code alias} may be repeated.
 */
final class RequestFile {
    private static final String ALIAS = "alias";
    private static final String OVER = "over";
    private static final List<String> NAMES =
            List.of("formula", "weight", ALIAS, "reduction", "k", OVER, "axis", "dtype", "gradient");

    /** The lines of one request. */
    private final List<RequestLine> lines;

    private RequestFile(List<RequestLine> lines) {
        this.lines = lines;
    }

    /**
     * Reads the requests of a file.
     *
     * @throws FormulaException if the file is malformed, or a formula in it is wrong; the message names line and column
     * @throws IOException if it cannot be read
     */
    static List<Request> read(Path file) throws IOException {
        var requests = new ArrayList<Request>();
        var paragraph = new ArrayList<RequestLine>();
        List<String> texts = texts(file);
        for (int k = 0; k <= texts.size(); k++) {
            String text = k < texts.size() ? texts.get(k) : "";
            if (text.isBlank() && !paragraph.isEmpty()) {
                requests.add(new RequestFile(paragraph).request());
                paragraph.clear();
            } else if (!text.isBlank() && !text.startsWith("#")) {
                paragraph.add(RequestLine.parse(file, k + 1, text, NAMES));
            }
        }
        if (requests.isEmpty()) {
            throw new FormulaException(file + ": no formula is in it; one is a line 'formula: Exp(x)'");
        }
        return List.copyOf(requests);
    }

    private static List<String> texts(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": it is not a text in UTF-8", e);
        }
    }

    private Request request() {
        RequestLine formula = one("formula").orElseThrow(() -> lines.getFirst().error("this paragraph has no formula"));
        List<RequestLine> aliases = lines.stream().filter(line -> line.name().equals(ALIAS)).toList();
        aliases.forEach(alias -> alias.read(() -> Alias.parse(alias.value())));
        Optional<RequestLine> weight = one("weight");
        var request = new Request(
                formula.value(),
                weight.map(RequestLine::value),
                aliases.stream().map(RequestLine::value).toList(),
                reduction(),
                index(),
                one("dtype").map(RequestFile::dtypes).orElse(List.of(DType.FLOAT32)),
                one("gradient").map(line -> parts(line).toList()).orElse(List.of()));
        check(request, formula, aliases, weight);
        return request;
    }

    /** Checks the request as a whole, so that each error is reported at its line. */
    private void check(Request request, RequestLine formula, List<RequestLine> aliases, Optional<RequestLine> weight) {
        Declarations declarations = (aliases.isEmpty() ? formula : aliases.getLast())
                .read(() -> Declarations.of(request.aliases().toArray(String[]::new)));
        var formulas = new ArrayList<Formula>();
        formulas.add(formula.read(() -> Parser.parse(formula.value(), declarations)));
        weight.ifPresent(line -> formulas.add(line.read(() -> Parser.parse(line.value(), declarations))));
        if (request.index().isEmpty() && declarations.anyIndexedBy(Category.J, formulas)) {
            throw formula.error("over which index? A line 'over: j' gives a row per i, 'over: i' a row per j");
        }
        Genred genred = formula.read(request::genred);
        one("gradient").ifPresent(line ->
                line.read(() -> genred.gradient(request.gradients().toArray(String[]::new))));
    }

    private Reduction reduction() {
        int k = one("k").map(line -> number(line, "the number of values that are kept")).orElse(0);
        RequestLine named = one("reduction").orElse(null);
        return named == null ? Reduction.SUM : named.read(() -> Reduction.named(named.value(), k));
    }

    private Optional<ReducedIndex> index() {
        return one(OVER, "axis").map(line -> converted(line, new ReducedIndex.Type()::convert));
    }

    private static int number(RequestLine line, String meaning) {
        if (!line.value().matches("\\d{1,9}")) {
            throw line.error(meaning + " is expected, but '" + line.value() + "' came");
        }
        return Integer.parseInt(line.value());
    }

    private static List<DType> dtypes(RequestLine line) {
        return converted(line, value -> parts(line).map(new FloatingType()::convert).distinct().toList());
    }

    private static <T> T converted(RequestLine line, Function<String, T> converter) {
        try {
            return converter.apply(line.value());
        } catch (TypeConversionException e) {
            throw line.error(e.getMessage());
        }
    }

    private static Stream<String> parts(RequestLine line) {
        return Arrays.stream(line.value().split("\\s*,\\s*", -1));
    }

    /** The line of a name, or of another name for the same. */
    private Optional<RequestLine> one(String... names) {
        List<RequestLine> all = lines.stream().filter(line -> List.of(names).contains(line.name())).toList();
        if (all.size() > 1) {
            throw all.get(1).error(
                    "'" + all.getFirst().name() + "' is there already; a blank line begins the next formula");
        }
        return all.stream().findFirst();
    }
}
