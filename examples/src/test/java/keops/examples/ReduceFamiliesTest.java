package keops.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keops.console.ExitCode;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reductions of every family through the command, against sums written out here. */
class ReduceFamiliesTest {
    private static final double[][] X = {{0.5, 1}, {2, -1}, {0, 0.25}};
    private static final double[][] Y = {{1, 1}, {-0.5, 2}, {0.25, 0}, {3, 1}};

    @TempDir
    private Path folder;

    @Test
    void sumsOverEitherAxis() throws IOException {
        double[] overJ = new double[3];
        double[] overI = new double[4];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                double kernel = Math.exp(-0.5 * squaredDistance(i, j));
                overJ[i] += kernel;
                overI[j] += kernel;
            }
        }
        assertArrayEquals(overJ, reduce("Exp(-0.5*SqDist(x,y))", "Sum", 1, List.of()).toDoubleArray(), 1e-14);
        assertArrayEquals(overI, reduce("Exp(-0.5*SqDist(x,y))", "Sum", 0, List.of()).toDoubleArray(), 1e-14);
    }

    @Test
    void logSumExpWithAWeight() throws IOException {
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 4; j++) {
                sum += Math.exp(-squaredDistance(i, j)) * Y[j][0] * Y[j][0];
            }
            expected[i] = Math.log(sum);
        }
        assertArrayEquals(expected, reduce("-SqDist(x,y)", "LogSumExp", 1, List.of("--weight", "Square(y[0])"))
                .toDoubleArray(), 1e-14);
    }

    @Test
    void theNearestTwo() throws IOException {
        Tensor nearest = reduce("SqDist(x,y)", "ArgKMin", 1, List.of("--k", "2"));
        for (int i = 0; i < 3; i++) {
            int row = i;
            int[] order = java.util.stream.IntStream.range(0, 4)
                    .boxed()
                    .sorted(java.util.Comparator.comparingDouble(j -> squaredDistance(row, j)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertEquals(order[0], nearest.getLong(i, 0));
            assertEquals(order[1], nearest.getLong(i, 1));
        }
    }

    private Tensor reduce(String formula, String reduction, int axis, List<String> more) throws IOException {
        Path x = folder.resolve("x.npy");
        Path y = folder.resolve("y.npy");
        Path out = folder.resolve("out.npy");
        Npy.write(x, Tensor.of(X));
        Npy.write(y, Tensor.of(Y));
        var arguments = new ArrayList<Object>(List.of("reduce", "--formula", formula, "--alias", "x = Vi(2)", "--alias",
                "y = Vj(2)", "--arg", x, "--arg", y, "--reduction", reduction, "--axis", axis, "--out", out));
        arguments.addAll(more);
        Cli run = Cli.run(arguments.toArray());
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        return Npy.map(out, Arena.ofAuto());
    }

    private static double squaredDistance(int i, int j) {
        double dx = X[i][0] - Y[j][0];
        double dy = X[i][1] - Y[j][1];
        return dx * dx + dy * dy;
    }
}
