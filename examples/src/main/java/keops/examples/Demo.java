package keops.examples;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.concurrent.Callable;
import keops.Genred;
import keops.console.ExitCode;
import keops.console.FloatingType;
import keops.tensor.DType;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A product with a kernel matrix far too large for memory, timed and checked. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Computes a Gaussian kernel product a_i = sum_j exp(-g |x_i - y_j|^2) b_j of random points.",
            "Prints the time, and the largest relative error of 32 rows against the reference back end."
        })
final class Demo implements Callable<Integer> {
    private static final int ROWS_TO_CHECK = 32;

    @Option(names = "--rows", paramLabel = "M", defaultValue = "100000",
            description = "The number of points x_i (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--columns", paramLabel = "N", defaultValue = "1000000",
            description = "The number of points y_j (default: ${DEFAULT-VALUE}).")
    private long columns;

    @Option(names = "--dtype", paramLabel = "TYPE", defaultValue = "float32",
            converter = FloatingType.class, completionCandidates = FloatingType.class,
            description = "The element type: float16, bfloat16, float32 or float64 (default: ${DEFAULT-VALUE}).")
    private DType dtype;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the random points (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ComputeOptions compute;

    @Spec
    private CommandSpec spec;

    private Demo() {}

    @Override
    public Integer call() {
        requirePositive("--rows", rows);
        requirePositive("--columns", columns);
        PrintWriter out = spec.commandLine().getOut();
        var computation = new WatchedCall(spec);
        try (Arena arena = Arena.ofShared()) {
            Genred reduction = compute.applyTo(GaussianProduct.reduction()).progress(computation).build();
            out.printf("a_i = sum_j exp(-%.0f |x_i - y_j|^2) b_j: %,d x %,d points in dimension %d, %s%n",
                    GaussianProduct.GAMMA, rows, columns, GaussianProduct.DIMENSION, dtype);
            GaussianProduct product = GaussianProduct.random(arena, dtype, rows, columns, seed);
            Tensor a = computation.timed(() -> product.compute(arena, reduction));
            out.printf("back end %s, up to %d thread%s: %.2f s, first call and its compilation included; "
                    + "%.3g billion pairs/s%n", computation.backend(reduction), compute.threads(),
                    plural(compute.threads()), computation.seconds(),
                    (double) rows * columns / computation.seconds() / 1e9);
            return check(product, a, out);
        }
    }

    private int check(GaussianProduct product, Tensor a, PrintWriter out) {
        int checked = (int) Math.min(rows, ROWS_TO_CHECK);
        double error = product.largestRelativeError(a, checked);
        int exitCode = judge(error, dtype);
        out.printf("largest relative error of %d row%s against the reference: %.2g, %s the tolerance of %.0e%n",
                checked, plural(checked), error, exitCode == ExitCode.OK ? "within" : "NOT within", tolerance(dtype));
        return exitCode;
    }

    /** The exit code for an error; NaN does not pass. */
    static int judge(double error, DType dtype) {
        return error <= tolerance(dtype) ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /**
     * A bound for rounding errors. The argument of the exponential, up to 30, has an error of a few units in the last
     * place, which is also the relative error of the exponential: 30 times a few 6e-8 in single precision. In double
     * precision this would be 1e-14; the bound is larger, since the reference itself computes with doubles.
     */
    private static double tolerance(DType dtype) {
        return dtype.compute() == DType.FLOAT32 ? 1e-5 : 1e-12;
    }

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, but is " + value);
        }
    }
}
