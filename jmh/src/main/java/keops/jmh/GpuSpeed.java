package keops.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import keops.Backend;
import keops.Genred;
import keops.cuda.Cuda;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;

/**
 * How many pairs a GPU computes in a second, with all data on the device: the median of some calls after one that is not
 * counted, each of which waits for its end. Where there is no GPU it says so. It prints a table in Markdown.
 */
public final class GpuSpeed {
    private static final int CALLS = 7;
    private static final long[][] SIZES = {{1_000, 1_000_000}, {10_000, 1_000_000}, {100_000, 100_000}, {1_000_000, 1_000_000}};

    private record Row(String name, String formula, Reduction reduction, int dim, boolean isGradient) {}

    private static final List<Row> ROWS = List.of(
            new Row("Gaussian, D=3", "Exp(-SqDist(x,y)) * b", Reduction.SUM, 3, false),
            new Row("Gaussian, D=16", "Exp(-SqDist(x,y)) * b", Reduction.SUM, 16, false),
            new Row("Gaussian, D=100", "Exp(-SqDist(x,y)) * b", Reduction.SUM, 100, false),
            new Row("gradient by x, D=3", "Exp(-SqDist(x,y)) * b", Reduction.SUM, 3, true),
            new Row("LogSumExp, D=3", "-SqDist(x,y) + b", Reduction.LOG_SUM_EXP, 3, false),
            new Row("ArgKMin K=10, D=3", "SqDist(x,y) + 0 * b", Reduction.argKMin(10), 3, false));

    private GpuSpeed() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        if (!Cuda.isAvailable()) {
            System.out.println("skipped: the speed of a GPU, because: " + Cuda.unavailabilityCause().orElseThrow());
            return;
        }
        Device device = Cuda.device(0);
        System.out.println("10^9 pairs per second on " + device + ", float32, data on the device, median of " + CALLS + " calls");
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
                text.append(String.format(" %.4g |", size[0] * (double) size[1] / seconds(row, size[0], size[1], device) / 1e9));
            }
            System.out.println(text);
        }
    }

    private static double seconds(Row row, long rows, long columns, Device device) {
        Genred genred = Genred.of(row.formula, "x = Vi(" + row.dim + ")", "y = Vj(" + row.dim + ")", "b = Vj(1)")
                .reduction(row.reduction).axis(1).backend(Backend.GPU).build();
        try (Arena arena = Arena.ofConfined()) {
            Tensor[] data = {random(arena, 1, rows, row.dim).to(device, arena), random(arena, 2, columns, row.dim).to(device, arena),
                random(arena, 3, columns, 1).to(device, arena)};
            Tensor cotangent = random(arena, 4, rows, 1).to(device, arena);
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

    private static Tensor random(Arena arena, long seed, long rows, int dim) {
        Tensor tensor = Tensor.allocate(arena, DType.FLOAT32, rows, dim);
        var random = new SplittableRandom(seed);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, random.nextDouble() / Math.sqrt(dim));
        }
        return tensor;
    }
}
