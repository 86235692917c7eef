package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The table of docs/reductions.md has every reduction, and says what calls give. */
class ReductionTableTest {
    private static final String BEGIN = "<!-- The table is written by ReductionTableTest. -->\n";
    private static final String END = "<!-- The end of the table. -->\n";
    /** Sizes that tell which is which in shapes. */
    private static final int DIM = 101;
    private static final int WEIGHTS = 201;
    private static final int KEPT = 301;
    private static final double NAN = Double.NaN;

    private static Map<String, Reduction> all(int k) {
        Map<String, Reduction> all = new LinkedHashMap<>();
        all.put("SUM", Reduction.SUM);
        all.put("LOG_SUM_EXP", Reduction.LOG_SUM_EXP);
        all.put("SUM_SOFT_MAX_WEIGHT", Reduction.SUM_SOFT_MAX_WEIGHT);
        all.put("MAX_SUM_SHIFT_EXP", Reduction.MAX_SUM_SHIFT_EXP);
        all.put("MIN", Reduction.MIN);
        all.put("MAX", Reduction.MAX);
        all.put("ARG_MIN", Reduction.ARG_MIN);
        all.put("ARG_MAX", Reduction.ARG_MAX);
        all.put("MIN_ARG_MIN", Reduction.MIN_ARG_MIN);
        all.put("MAX_ARG_MAX", Reduction.MAX_ARG_MAX);
        all.put("kMin(2)", Reduction.kMin(k));
        all.put("argKMin(2)", Reduction.argKMin(k));
        all.put("kMinArgKMin(2)", Reduction.kMinArgKMin(k));
        all.put("kMax(2)", Reduction.kMax(k));
        all.put("argKMax(2)", Reduction.argKMax(k));
        all.put("kMaxArgKMax(2)", Reduction.kMaxArgKMax(k));
        return all;
    }

    private static Genred genred(Reduction reduction) {
        GenredBuilder builder = Genred.of("y", "y = Vj(1)", "w = Vj(1)").reduction(reduction).overJ();
        return (reduction.isAverage() ? builder.weight("w") : builder).build();
    }

    /** What a reduction makes of some values, whose weights are 0, 1, 2. */
    private static String result(Reduction reduction, double... values) {
        Genred genred = genred(reduction);
        return genred.callAll(column(values), weights(values.length)).stream()
                .map(output -> numbers(output.dtype().isFloating()
                        ? output.toDoubleArray()
                        : LongStream.of(output.toLongArray()).mapToDouble(n -> n).toArray()))
                .collect(Collectors.joining("; "));
    }

    private static Tensor column(double... values) {
        return Tensor.of(values, values.length, 1);
    }

    private static Tensor weights(int count) {
        return column(LongStream.range(0, count).mapToDouble(n -> n).toArray());
    }

    private static String gradient(Reduction reduction) {
        Genred genred = genred(reduction);
        Tensor y = column(1, 3, 2);
        long[] shape = genred.outputShapes(y, weights(3)).getFirst();
        double[] ones = LongStream.range(0, Tensor.count(shape)).mapToDouble(_ -> 1).toArray();
        return numbers(genred.gradient("y").call(Tensor.of(ones, shape), y, weights(3)).getFirst().toDoubleArray());
    }

    private static String numbers(double... values) {
        var texts = new ArrayList<String>();
        for (double value : values) {
            String text = Double.isInfinite(value)
                    ? value > 0 ? "+inf" : "-inf"
                    : String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
            texts.add(text);
        }
        return String.join(" ", texts);
    }

    private static String outputs(Reduction reduction) {
        List<Integer> plain = reduction.kind().rowShape(1, reduction.isExponential() ? WEIGHTS : 1);
        List<Integer> ofVectors = reduction.kind().rowShape(DIM, DIM);
        String shape = reduction.isExponential() || reduction.takesK()
                ? shape(plain) + " or " + shape(ofVectors)
                : shape(ofVectors);
        String types = (reduction.hasValues() ? "values" : "")
                + (reduction.hasValues() && reduction.hasIndices() ? "; " : "")
                + (reduction.hasIndices() ? "int64 indices" : "");
        return types + ": " + shape;
    }

    private static String shape(List<Integer> row) {
        return row.stream()
                .map(size -> switch (size) {
                    case DIM -> "D";
                    case WEIGHTS -> "W";
                    case WEIGHTS + 1 -> "1 + W";
                    case KEPT -> "K";
                    default -> size.toString();
                })
                .collect(Collectors.joining(", ", "(M, ", ")"));
    }

    private static String table() {
        var text = new StringBuilder("""
                | name | Java | outputs | no rows | 1, NaN, 3 | 1, 1 | gradient |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        Map<String, Reduction> ofMany = all(KEPT);
        all(2).forEach((java, reduction) -> text.append("| `").append(reduction.name()).append("` | `Reduction.")
                .append(java).append("` | ").append(outputs(ofMany.get(java))).append(" | ")
                .append(result(reduction)).append(" | ")
                .append(result(reduction, 1, NAN, 3)).append(" | ")
                .append(result(reduction, 1, 1)).append(" | ")
                .append(gradient(reduction)).append(" |\n"));
        return text.toString();
    }

    @Test
    void theTableSaysWhatCallsGive() throws IOException {
        Path page = Path.of(System.getProperty("basedir", "src")).resolveSibling("docs").resolve("reductions.md");
        String text = Files.readString(page).replace("\r\n", "\n");
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("keops.updateDocs")) {
            Files.writeString(page, text.substring(0, from) + "\n" + table() + "\n" + text.substring(to));
            return;
        }
        assertEquals("\n" + table() + "\n", text.substring(from, to),
                "docs/reductions.md is not what calls give; -Dkeops.updateDocs=true writes it again");
    }

    @Test
    void theTableHasEveryReduction() {
        String message = assertThrows(FormulaException.class, () -> Reduction.named("?")).getMessage();
        String names = all(2).values().stream().map(Reduction::name).collect(Collectors.joining(", "));
        assertEquals(names, message.substring(message.indexOf("known are: ") + "known are: ".length()));
    }
}
