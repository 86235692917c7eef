package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Tables that are read by labels, against plain loops, on any back end. */
public final class TableReductions {
    private static final int LABELS = 5;

    private TableReductions() {}

    /** Costs of pairs of labels, weights of labels, and an entry that rows and columns choose together. */
    public static void check(Backend backend, DType dtype, DType whole, int rows, int columns) {
        var random = new Random(100L * rows + columns);
        Tensor c = Numbers.tensor(1, dtype, LABELS * LABELS);
        Tensor x = labels(random, whole, rows);
        Tensor y = labels(random, whole, columns);
        Genred genred =
                Genred.of("C[x,y] * (2 + Elem(w,x)) + GatherRow(C,x,5)[0] + C[x + y]", "C = Pm(25)", "w = Pm(3)",
                "x = Vi(1)", "y = Vj(1)").axis(1).backend(backend).build();
        Tensor w = Numbers.tensor(2, dtype, 3);
        try (Arena arena = Arena.ofConfined()) {
            Tensor result = genred.call(arena, c, w, x, y);
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                long k = x.getLong(i, 0);
                for (int j = 0; j < columns; j++) {
                    long l = y.getLong(j, 0);
                    sum += at(c, k, l) * (2 + (k >= 0 && k < 3 ? w.getDouble(k) : 0)) + at(c, k, 0)
                            + (k + l >= 0 && k + l < 25 ? c.getDouble(k + l) : 0);
                }
                assertEquals(sum, result.getDouble(i, 0), (dtype == DType.FLOAT32 ? 1e-5 : 1e-13) * (1 + columns),
                        backend + " " + dtype + " " + whole + " " + rows + " x " + columns + ", row " + i);
            }
        }
    }

    /** Gradients by the table, which count pairs of labels, and by nothing else than numbers. */
    public static void checkGradients(Backend backend) {
        var random = new Random(7);
        Tensor c = Numbers.tensor(1, DType.FLOAT64, LABELS * LABELS);
        Tensor x = labels(random, DType.INT32, 17);
        Tensor y = labels(random, DType.INT64, 9);
        Tensor b = Numbers.tensor(3, DType.FLOAT64, 9, 1);
        Tensor e = Numbers.tensor(4, DType.FLOAT64, 17, 1);
        Genred genred = Genred.of("Exp(C[x,y]) * b", "C = Pm(25)", "x = Vi(1)", "y = Vj(1)", "b = Vj(1)").axis(1)
                .backend(backend).build();
        List<Tensor> gradients = genred.gradient("C", "b").call(Arena.ofAuto(), e, c, x, y, b);
        double[] byTable = new double[LABELS * LABELS];
        double[] byWeight = new double[9];
        for (int i = 0; i < 17; i++) {
            for (int j = 0; j < 9; j++) {
                long k = x.getLong(i, 0);
                long l = y.getLong(j, 0);
                double value = e.getDouble(i, 0) * Math.exp(at(c, k, l));
                byWeight[j] += value;
                if (isLabel(k) && isLabel(l)) {
                    byTable[(int) (k * LABELS + l)] += value * b.getDouble(j, 0);
                }
            }
        }
        Compare.arrays(byTable, gradients.getFirst().toDoubleArray(), 1e-12, "by the table");
        Compare.arrays(byWeight, gradients.getLast().toDoubleArray(), 1e-12, "by the weights");
    }

    private static boolean isLabel(long k) {
        return k >= 0 && k < LABELS;
    }

    private static double at(Tensor matrix, long row, long column) {
        return isLabel(row) && isLabel(column) ? matrix.getDouble(row * LABELS + column) : 0;
    }

    /** Labels of which some are out of range. */
    private static Tensor labels(Random random, DType dtype, int count) {
        Tensor labels = Tensor.allocate(Arena.ofAuto(), dtype, count, 1);
        for (int k = 0; k < count; k++) {
            labels.setLongAt(k, random.nextInt(-1, LABELS + 1));
        }
        return labels;
    }
}
