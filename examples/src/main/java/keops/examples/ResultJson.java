package keops.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import keops.tensor.Tensor;

/**
 * The outputs of a reduction as one JSON object. The values of an output are one list in C order; NaN and the
 * infinities, which JSON does not have, are the strings "NaN", "Infinity" and "-Infinity".
 *
 * @param backend the back end that computed
 * @param seconds the duration
 * @param outputs the results
 * @param files the files of the first outputs, whose values are left out
 */
record ResultJson(String backend, double seconds, List<Tensor> outputs, List<Path> files) {
    /** Prints the object, with an end of line. */
    void print(PrintWriter out) {
        out.print("{\"backend\": " + quoted(backend) + ", \"seconds\": " + seconds + ", \"outputs\": [");
        for (int n = 0; n < outputs.size(); n++) {
            Tensor output = outputs.get(n);
            out.print((n == 0 ? "" : ", ") + "{\"dtype\": " + quoted(output.dtype().text()) + ", \"shape\": "
                    + Arrays.toString(output.shape()));
            if (n < files.size()) {
                out.print(", \"file\": " + quoted(files.get(n).toString()));
            } else {
                printValues(output, out);
            }
            out.print("}");
        }
        out.print("]}\n");
    }

    private static void printValues(Tensor output, PrintWriter out) {
        out.print(", \"values\": [");
        for (long k = 0; k < output.count(); k++) {
            String number = NumberText.of(output, k);
            boolean isNumber = Character.isDigit(number.charAt(number.length() - 1));
            out.print((k == 0 ? "" : ", ") + (isNumber ? number : quoted(number)));
        }
        out.print("]");
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
