package keops.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import keops.Genred;
import keops.cuda.Cuda;
import keops.execution.Backend;
import keops.execution.DistanceForm;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;

/**
 * Measures the pairs that a GPU computes per second, with all data on the device: the median of several synchronised
 * calls after a warm-up. It prints a table in Markdown, or that there is no GPU.
 */
public final class GpuSpeed {
    private static final int CALLS = 7;
    private static final long[][] SIZES =
            {{1_000, 1_000_000}, {10_000, 1_000_000}, {100_000, 100_000}, {1_000_000, 1_000_000}};

    /** A measurement: a reduction over points of a dimension, or its gradient by x. */
    private record Row(
            String name, String formula, Reduction reduction, int dim, boolean isGradient, DType dtype,
            DistanceForm form) {
        Row(String name, String formula, Reduction reduction, int dim) {
            this(name, formula, reduction, dim, false, DType.FLOAT32, DistanceForm.DIFFERENCE);
        }

        Row gradient() {
            return new Row("gradient by x, D=" + dim, formula, reduction, dim, true, dtype, form);
        }

        Row of(DType other) {
            return new Row(name + ", " + other, formula, reduction, dim, isGradient, other, form);
        }

        Row byProducts() {
            return new Row(name + ", by products", formula, reduction, dim, isGradient, dtype, DistanceForm.PRODUCT);
        }
    }

    private static final List<Row> ROWS = List.of(
            gaussian(3), gaussian(16), gaussian(100), gaussian(100).byProducts(), gaussian(3).of(DType.FLOAT16),
            gaussian(3).gradient(), gaussian(16).gradient(),
            logSumExp(3), logSumExp(16), logSumExp(100), nearest(3), nearest(16), nearest(100));

    private static Row gaussian(int dim) {
        return new Row("Gaussian, D=" + dim, "Exp(-SqDist(x,y)) * b", Reduction.SUM, dim);
    }

    private static Row logSumExp(int dim) {
        return new Row("LogSumExp, D=" + dim, "-SqDist(x,y)", Reduction.LOG_SUM_EXP, dim);
    }

    private static Row nearest(int dim) {
        return new Row("ArgKMin K=10, D=" + dim, "SqDist(x,y)", Reduction.argKMin(10), dim);
    }

    private GpuSpeed() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        if (!Cuda.isAvailable()) {
            System.out.println("skipped: the speed of a GPU, because: " + Cuda.unavailabilityCause().orElseThrow());
            return;
        }
        Device device = Cuda.device(0);
        System.out.println("10^9 pairs per second on " + device
                + ", float32 unless said, data on the device, median of " + CALLS + " calls");
        System.out.println();
        var head = new StringBuilder("| |");
        var line = new StringBuilder("|---|");
        for (long[] size : SIZES) {
            head.append(String.format(" %,d x %,d |", size[0], size[1]));
            line.append("---:|");
        }
        System.out.println(head);
        System.out.println(line);
        for (Row row : ROWS) {
            var text = new StringBuilder("| " + row.name + " |");
            for (long[] size : SIZES) {
                text.append(String.format(" %.4g |",
                        size[0] * (double) size[1] / seconds(row, size[0], size[1], device) / 1e9));
            }
            System.out.println(text);
        }
    }

    private static double seconds(Row row, long rows, long columns, Device device) {
        Genred genred = Genred.of(row.formula, "x = Vi(" + row.dim + ")", "y = Vj(" + row.dim + ")", "b = Vj(1)")
                .reduction(row.reduction).axis(1).backend(Backend.GPU).distances(row.form).build();
        try (Arena arena = Arena.ofConfined()) {
            Tensor[] data = {
                random(arena, 1, rows, row.dim, row.dtype).to(device, arena),
                random(arena, 2, columns, row.dim, row.dtype).to(device, arena),
                random(arena, 3, columns, 1, row.dtype).to(device, arena)
            };
            Tensor cotangent = random(arena, 4, rows, 1, DType.FLOAT32).to(device, arena);
            var gradient = row.isGradient ? genred.gradient("x") : null;
            double[] seconds = new double[CALLS];
            for (int call = -1; call < CALLS; call++) {
                try (Arena results = Arena.ofConfined()) {
                    long start = System.nanoTime();
                    if (gradient != null) {
                        gradient.call(results, cotangent, data);
                    } else {
                        genred.call(results, data);
                    }
                    if (call >= 0) {
                        seconds[call] = (System.nanoTime() - start) / 1e9;
                    }
                }
            }
            java.util.Arrays.sort(seconds);
            return seconds[CALLS / 2];
        }
    }

    private static Tensor random(Arena arena, long seed, long rows, int dim, DType dtype) {
        Tensor tensor = Tensor.allocate(arena, dtype, rows, dim);
        var random = new SplittableRandom(seed);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, random.nextDouble() / Math.sqrt(dim));
        }
        return tensor;
    }
}
