package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import keops.Genred;
import keops.console.ExitCode;
import keops.cuda.Cuda;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    @ParameterizedTest
    @CsvSource({"CPU, float32", "CPU, float64", "REFERENCE, float32", "REFERENCE, float64", "auto, float32",
        "CPU, float16", "CPU, bfloat16"})
    void smallSizesOnEveryBackEnd(String backend, String dtype) {
        Cli run = Cli.run("demo", "--rows", 301, "--columns", 2003, "--backend", backend, "--dtype", dtype,
                "--threads", 2);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals("", run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("a_i = sum_j exp(-10 |x_i - y_j|^2) b_j: 301 x 2,003 points in dimension 3, " + dtype,
                lines.get(0));
        String name = backend.equals("auto") ? "CPU" : backend;
        assertTrue(lines.get(1).matches("back end " + name + ", up to 2 threads: .* s, first call and its compilation "
                + "included; .* billion pairs/s"), lines.get(1));
        assertTrue(lines.get(2).matches("largest relative error of 32 rows against the reference: .*,"
                + " within the tolerance of 1e-(05|12)"), lines.get(2));
        assertEquals(3, lines.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPU", "GPU_1D", "GPU_2D"})
    void aMachineWithoutGpuSaysWhatIsMissing(String backend) {
        Optional<String> cause = Cuda.unavailabilityCause();
        if (cause.isEmpty()) {
            System.out.println("skipped: the demo on a machine without GPU, because there is one here");
        }
        Assumptions.assumeTrue(cause.isPresent(), "there is a GPU here");
        Cli run = Cli.run("demo", "--rows", 10, "--columns", 10, "--backend", backend);
        assertEquals(ExitCode.NO_BACKEND, run.exitCode());
        assertEquals("keops: " + cause.get() + "\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void oneRowAndOneColumn() {
        Cli run = Cli.run("demo", "--rows", 1, "--columns", 1, "--threads", 1);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.out().contains("error of 1 row against"), run.out());
    }

    @Test
    void badSizesAreBadUse() {
        assertEquals(new Cli(ExitCode.BAD_USE, "", """
                keops: --columns must be at least 1, but is 0
                Try 'keops demo --help'.
                """), Cli.run("demo", "--columns", 0));
    }

    @Test
    void sizesBeyondMemoryAreAnErrorInOneLine() {
        Cli run = Cli.run("demo", "--rows", 1_000_000_000_000_000L);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().startsWith("keops: not enough memory: "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void theCheckFindsAWrongRow() {
        try (Arena arena = Arena.ofShared()) {
            var product = GaussianProduct.random(arena, DType.FLOAT64, 100, 50, 3);
            Genred reference = GaussianProduct.reduction().backend(Backend.REFERENCE).build();
            Tensor a = reference.call(arena, product.gamma(), product.x(), product.y(), product.b());
            assertEquals(0, product.largestRelativeError(a, 32));
            double last = a.getDouble(99, 0);
            a.setDouble(last * 1.25, 99, 0);
            assertEquals(0.25, product.largestRelativeError(a, 32), 1e-12);
            a.setDouble(Double.NaN, 0, 0);
            assertEquals(Double.NaN, product.largestRelativeError(a, 32));
        }
    }

    @Test
    void anErrorAboveTheToleranceFails() {
        assertEquals(ExitCode.OK, Demo.judge(1e-6, DType.FLOAT32));
        assertEquals(ExitCode.CHECK_FAILED, Demo.judge(1e-6, DType.FLOAT64));
        assertEquals(ExitCode.CHECK_FAILED, Demo.judge(1e-4, DType.FLOAT32));
        assertEquals(ExitCode.CHECK_FAILED, Demo.judge(Double.NaN, DType.FLOAT32));
    }
}
