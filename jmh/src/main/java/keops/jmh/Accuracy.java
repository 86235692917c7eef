package keops.jmh;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import keops.Genred;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The errors of {@code a_i = sum_j |x_i - y_j|^2 b_j} in three dimensions, by the number of columns: the maximum over
 * some rows, relative to the exact sum.
 */
final class Accuracy {
    private static final int ROWS = 16;
    private static final double SMALLEST_SHOWN = 1e-17;

    private Accuracy() {}

    /** The errors of all summation schemes, for several numbers of columns. */
    static Map<String, List<Plot.Point>> errors(List<Long> sizes) {
        var lines = new LinkedHashMap<String, List<Plot.Point>>();
        lines.put("float loop", errors(sizes, Accuracy::floatLoop));
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (SumScheme scheme : new SumScheme[] {SumScheme.DIRECT, SumScheme.BLOCK, SumScheme.KAHAN}) {
                String name = dtype + " " + scheme.name().toLowerCase(Locale.ROOT);
                String label = scheme == SumScheme.BLOCK ? name + " (default)" : name;
                lines.put(label, errors(sizes, data -> library(data, scheme, dtype)));
            }
        }
        return lines;
    }

    private static List<Plot.Point> errors(List<Long> sizes, Function<Data, double[]> sums) {
        return sizes.stream().map(size -> new Plot.Point(size, error(size, sums))).toList();
    }

    private static double error(long columns, Function<Data, double[]> sums) {
        try (Arena arena = Arena.ofShared()) {
            Data data = Data.of(arena, new WorkloadShape(ROWS, columns, 3, 1));
            double[] computed = sums.apply(data);
            double largest = SMALLEST_SHOWN;
            for (int i = 0; i < ROWS; i++) {
                double[] exact = exactSum(data, i);
                largest = Math.max(largest, Math.abs(computed[i] - exact[0] - exact[1]) / exact[0]);
            }
            return largest;
        }
    }

    /**
     * The sum as two doubles. The coordinates have 24 binary digits after the point, so that the squared distance is
     * exact in a double; an FMA gives the rounding error of its product with the weight, and TwoSum that of the
     * addition.
     */
    private static double[] exactSum(Data data, int i) {
        double high = 0;
        double low = 0;
        for (long j = 0; j < data.shape().columns(); j++) {
            double square = squaredDistance(data, i, j);
            double weight = data.b().doubleAt(j);
            double term = square * weight;
            double sum = high + term;
            double part = sum - high;
            low += (high - (sum - part)) + (term - part) + Math.fma(square, weight, -term);
            high = sum;
        }
        return new double[] {high, low};
    }

    private static double squaredDistance(Data data, long i, long j) {
        double square = 0;
        for (int k = 0; k < 3; k++) {
            double difference = data.x().doubleAt(3 * i + k) - data.y().doubleAt(3 * j + k);
            square += difference * difference;
        }
        return square;
    }

    private static double[] library(Data data, SumScheme scheme, DType dtype) {
        Genred product = Genred.of("SqDist(X,Y) * B", "X = Vi(3)", "Y = Vj(3)", "B = Vj(1)")
                .axis(1)
                .sumScheme(scheme)
                .build();
        try (Arena arena = Arena.ofShared()) {
            Tensor sums = product.call(
                    arena, converted(data.x(), dtype), converted(data.y(), dtype), converted(data.b(), dtype));
            return sums.toDoubleArray();
        }
    }

    private static Tensor converted(Tensor tensor, DType dtype) {
        return dtype == DType.FLOAT64 ? Tensor.of(tensor.toDoubleArray(), tensor.shape()) : tensor;
    }

    private static double[] floatLoop(Data data) {
        double[] sums = new double[ROWS];
        float[] x = data.x().toFloatArray();
        float[] y = data.y().toFloatArray();
        float[] b = data.b().toFloatArray();
        for (int i = 0; i < ROWS; i++) {
            float sum = 0;
            for (int j = 0; j < b.length; j++) {
                float d0 = x[3 * i] - y[3 * j];
                float d1 = x[3 * i + 1] - y[3 * j + 1];
                float d2 = x[3 * i + 2] - y[3 * j + 2];
                sum += (d0 * d0 + d1 * d1 + d2 * d2) * b[j];
            }
            sums[i] = sum;
        }
        return sums;
    }
}
