package keops.cachetool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.Genred;
import keops.console.FloatingType;
import keops.error.FormulaException;
import keops.formula.Alias;
import keops.formula.Declarations;
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
 * axis: 1
 * dtype: float32, float64
 * gradient: x, b
 * </pre>
 *
 * <p>The names are those of the command's options. Only {@code formula} is required; {@code alias} may be repeated.
 */
final class RequestFile {
    private static final String ALIAS = "alias";
    private static final List<String> NAMES =
            List.of("formula", "weight", ALIAS, "reduction", "k", "axis", "dtype", "gradient");

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
                one("axis").map(RequestFile::axis).orElse(0),
                one("dtype").map(RequestFile::dtypes).orElse(List.of(DType.FLOAT32)),
                one("gradient").map(line -> parts(line).toList()).orElse(List.of()));
        check(request, formula, aliases, weight);
        return request;
    }

    /** Checks the request as a whole, so that each error is reported at its line. */
    private void check(Request request, RequestLine formula, List<RequestLine> aliases, Optional<RequestLine> weight) {
        Declarations declarations = (aliases.isEmpty() ? formula : aliases.getLast())
                .read(() -> Declarations.of(request.aliases().toArray(String[]::new)));
        formula.read(() -> Parser.parse(formula.value(), declarations));
        weight.ifPresent(line -> line.read(() -> Parser.parse(line.value(), declarations)));
        Genred genred = formula.read(request::genred);
        one("gradient").ifPresent(line ->
                line.read(() -> genred.gradient(request.gradients().toArray(String[]::new))));
    }

    private Reduction reduction() {
        int k = one("k").map(line -> number(line, "the number of values that are kept")).orElse(0);
        RequestLine named = one("reduction").orElse(null);
        return named == null ? Reduction.SUM : named.read(() -> Reduction.named(named.value(), k));
    }

    private static int axis(RequestLine line) {
        int axis = number(line, "0 or 1");
        if (axis > 1) {
            throw line.error("0 or 1 is expected, but " + axis + " came");
        }
        return axis;
    }

    private static int number(RequestLine line, String meaning) {
        if (!line.value().matches("\\d{1,9}")) {
            throw line.error(meaning + " is expected, but '" + line.value() + "' came");
        }
        return Integer.parseInt(line.value());
    }

    private static List<DType> dtypes(RequestLine line) {
        try {
            return parts(line).map(new FloatingType()::convert).distinct().toList();
        } catch (TypeConversionException e) {
            throw line.error(e.getMessage());
        }
    }

    private static Stream<String> parts(RequestLine line) {
        return Arrays.stream(line.value().split("\\s*,\\s*", -1));
    }

    private Optional<RequestLine> one(String name) {
        List<RequestLine> all = lines.stream().filter(line -> line.name().equals(name)).toList();
        if (all.size() > 1) {
            throw all.get(1).error("'" + name + "' is there already; a blank line begins the next formula");
        }
        return all.stream().findFirst();
    }
}
