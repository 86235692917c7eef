package keops;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** A small reduction with exact inputs, outputs and gradients, computed by an independent implementation. */
record OracleCase(JsonObject json) {

    static List<OracleCase> all() {
        try (var in = new InputStreamReader(
                OracleCase.class.getResourceAsStream("/keops/oracle/cases.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonArray().asList().stream()
                    .map(e -> new OracleCase(e.getAsJsonObject()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return json.get("id").getAsString();
    }

    String formula() {
        return json.get("formula").getAsString();
    }

    String[] aliases() {
        return StreamSupport.stream(json.getAsJsonArray("aliases").spliterator(), false)
                .map(JsonElement::getAsString)
                .toArray(String[]::new);
    }

    String reduction() {
        return json.get("reduction").getAsString();
    }

    int k() {
        return json.has("k") && !json.get("k").isJsonNull() ? json.get("k").getAsInt() : 0;
    }

    Optional<String> formula2() {
        return Optional.ofNullable(json.get("formula2")).filter(e -> !e.isJsonNull()).map(JsonElement::getAsString);
    }

    int outputs() {
        return json.getAsJsonArray("out").size();
    }

    int axis() {
        return json.get("axis").getAsInt();
    }

    Tensor[] arguments(DType dtype) {
        return StreamSupport.stream(json.getAsJsonArray("args").spliterator(), false)
                .map(e -> tensor(e.getAsJsonArray(), dtype))
                .toArray(Tensor[]::new);
    }

    /** The numbers of an output, in the order of memory. */
    double[] output(int rank) {
        return numbers(json.getAsJsonArray("out").get(rank));
    }

    static Tensor tensor(JsonArray array, DType dtype) {
        long[] shape = shape(array);
        double[] values = numbers(array);
        Tensor tensor = Tensor.vector(dtype, new double[values.length]);
        for (int k = 0; k < values.length; k++) {
            tensor.setDoubleAt(k, dtype == DType.FLOAT32 ? (float) values[k] : values[k]);
        }
        return tensor.reshape(shape);
    }

    private static long[] shape(JsonElement element) {
        var shape = new ArrayList<Long>();
        for (JsonElement e = element; e.isJsonArray(); e = e.getAsJsonArray().get(0)) {
            shape.add((long) e.getAsJsonArray().size());
        }
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static double[] numbers(JsonElement element) {
        return element.isJsonArray()
                ? element.getAsJsonArray().asList().stream()
                        .flatMapToDouble(e -> java.util.Arrays.stream(numbers(e)))
                        .toArray()
                : new double[] {number(element)};
    }

    /** Plain numbers, and the names of those that JSON lacks. */
    private static double number(JsonElement element) {
        String text = element.getAsString();
        return switch (text) {
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public String toString() {
        return id() + ": " + formula();
    }
}
