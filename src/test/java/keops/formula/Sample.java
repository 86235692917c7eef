package keops.formula;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import keops.Compare;
import keops.Genred;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A formula, the numbers that its variables stand for, and the value that it must have.
 *
 * @param formula the formula
 * @param given the vectors by name
 * @param expected the value, made without this library
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Sample(String formula, Map<String, double[]> given, double[] expected) {
    private static final int ROWS = 3;

    /** How a sample is computed. Per pair, every variable is multiplied by a one that is indexed by j. */
    record Way(Backend backend, DType dtype, boolean perPair) {
        static List<Way> all() {
            var ways = new ArrayList<Way>();
            for (Backend backend : List.of(Backend.REFERENCE, Backend.CPU)) {
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    ways.add(new Way(backend, dtype, true));
                    ways.add(new Way(backend, dtype, false));
                }
            }
            return ways;
        }
    }

    /** Starts a sample. */
    static Builder of(String formula) {
        return new Builder(formula);
    }

    /** A function of one variable x at some points. */
    static Sample unary(String formula, DoubleUnaryOperator function, double... points) {
        double[] expected = new double[points.length];
        java.util.Arrays.setAll(expected, k -> function.applyAsDouble(points[k]));
        return of(formula).with("x", points).gives(expected);
    }

    /** The parts of a sample. */
    static final class Builder {
        private final String formula;
        private final Map<String, double[]> given = new LinkedHashMap<>();

        private Builder(String formula) {
            this.formula = formula;
        }

        Builder with(String name, double... values) {
            given.put(name, values);
            return this;
        }

        Sample gives(double... expected) {
            return new Sample(formula, given, expected);
        }
    }

    /** The aliases: the variables are indexed by i, by j and by nothing in turn. */
    String[] aliases() {
        return aliases(false);
    }

    private String[] aliases(boolean perPair) {
        var aliases = new ArrayList<String>();
        given.forEach((name, values) -> {
            Category category = category(aliases.size(), perPair);
            aliases.add(name + " = " + category.constructor() + "(" + values.length + ")");
        });
        if (perPair) {
            aliases.add("one = Vj(1)");
        }
        return aliases.toArray(String[]::new);
    }

    private static Category category(int rank, boolean perPair) {
        return perPair ? Category.I : Category.values()[rank % 3];
    }

    /** Computes the value and compares it. */
    void check(Way way) {
        double[] value = value(way);
        double tolerance = way.dtype == DType.FLOAT64 ? 2e-14 : 4e-6;
        Compare.arrays(expected, value, tolerance, this + " " + way);
    }

    /** The value. */
    double[] value(Way way) {
        try (Arena arena = Arena.ofConfined()) {
            Genred reduction = Genred.of(way.perPair ? perPair() : formula, aliases(way.perPair))
                    .axis(1)
                    .backend(way.backend)
                    .build();
            Tensor result = reduction.call(arena, arguments(way));
            double[] all = result.toDoubleArray();
            double[] first = java.util.Arrays.copyOf(all, reduction.outputDimension());
            for (int k = 0; k < all.length; k++) {
                if (Double.compare(all[k], first[k % first.length]) != 0) {
                    throw new AssertionError(this + " " + way + ": rows differ");
                }
            }
            return first;
        }
    }

    private String perPair() {
        String text = formula;
        for (String name : given.keySet()) {
            text = text.replaceAll("\\b" + name + "\\b(?!\\()", Matcher.quoteReplacement("(" + name + "*one)"));
        }
        return text;
    }

    private Tensor[] arguments(Way way) {
        var arguments = new ArrayList<Tensor>();
        for (double[] values : given.values()) {
            Category category = category(arguments.size(), way.perPair);
            arguments.add(tensor(way.dtype, values, category));
        }
        if (way.perPair) {
            arguments.add(tensor(way.dtype, new double[] {1}, Category.J));
        }
        return arguments.toArray(Tensor[]::new);
    }

    private static Tensor tensor(DType dtype, double[] values, Category category) {
        int rows = category == Category.I ? ROWS : 1;
        double[] repeated = new double[rows * values.length];
        java.util.Arrays.setAll(repeated, k -> values[k % values.length]);
        Tensor tensor = Tensor.vector(dtype, new double[repeated.length]);
        for (int k = 0; k < repeated.length; k++) {
            tensor.setDoubleAt(k, dtype == DType.FLOAT32 ? (float) repeated[k] : repeated[k]);
        }
        return category == Category.PARAMETER ? tensor : tensor.reshape(rows, values.length);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(formula);
        given.forEach((name, values) ->
                text.append(", ").append(name).append(" = ").append(java.util.Arrays.toString(values)));
        return text.toString();
    }
}
