package keops.documentation;

import static keops.documentation.Samples.rand;
import static keops.documentation.Samples.randn;
import static keops.documentation.Samples.row;
import static keops.documentation.Samples.squaredDistance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import keops.Compare;
import keops.Generic;
import keops.Genred;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The page "Math friendly syntax". Sizes are smaller than there, so that plain loops can follow. */
class MathFriendlyPageTest {
    @Test
    void genericSum() {
        Genred myConv = Generic.sum(       // Custom Kernel Density Estimator
                "Exp(-SqNorm2(x - y))",    // Formula
                "a = Vi(1)",               // Output: 1 scalar per line
                "x = Vi(3)",               // 1st input: dim-3 vector per line
                "y = Vj(3)");              // 2nd input: dim-3 vector per line
        // Apply it to 2d arrays x and y with 3 columns and a (huge) number of lines
        Tensor x = randn(1000, 3);
        Tensor y = randn(2000, 3);
        Tensor a = myConv.call(x, y); // a_i = sum_j exp(-|x_i-y_j|^2)
        assertArrayEquals(new long[] {1000, 1}, a.shape());
        Tensor ones = Tensor.of(filled(2000), 2000, 1);
        Compare.arrays(Samples.sums(x, y, ones, (s, t) -> Math.exp(-squaredDistance(s, t))), a.toDoubleArray(), 1e-5,
                "a");
    }

    private static float[] filled(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void genericLogSumExp() {
        Genred logLikelihood = Generic.logSumExp(
                "(-(g * SqNorm2(x - y))) + b", // Formula
                "a = Vi(1)",                   // Output: 1 scalar per line
                "x = Vi(3)",                   // 1st input: dim-3 vector per line
                "y = Vj(3)",                   // 2nd input: dim-3 vector per line
                "g = Pm(1)",                   // 3rd input: vector of size 1
                "b = Vj(1)");                  // 4th input: 1 scalar per line
        Tensor x = randn(1000, 3);
        Tensor y = randn(2000, 3);
        float[] g = {.5f};                     // Parameter of our GMM
        Tensor b = rand(2000, 1);              // Positive weights...
        double sum = IntStream.range(0, 2000).mapToDouble(b::doubleAt).sum();
        Tensor logs = Tensor.of(new float[2000], 2000, 1);
        for (int j = 0; j < 2000; j++) {
            logs.setDoubleAt(j, Math.log(b.doubleAt(j) / sum)); // Normalized to get a probability measure
        }
        Tensor a = logLikelihood.call(x, y, g, logs); // a_i = log sum_j exp(-g*|x_i-y_j|^2) * b_j
        assertArrayEquals(new long[] {1000, 1}, a.shape());
        double[] sums = Samples.sums(x, y, b, (s, t) -> Math.exp(-.5 * squaredDistance(s, t)) / sum);
        Compare.arrays(IntStream.range(0, 1000).mapToDouble(i -> Math.log(sums[i])).toArray(), a.toDoubleArray(), 1e-5,
                "a");
    }

    @Test
    void genericArgMin() {
        Genred nearestNeighbor = Generic.argMin(
                "SqDist(x, y)",    // Formula
                "a = Vi(1)",       // Output: 1 scalar per line
                "x = Vi(100)",     // 1st input: dim-100 vector per line
                "y = Vj(100)");    // 2nd input: dim-100 vector per line
        Tensor x = randn(5, 100);
        Tensor y = randn(20000, 100);
        Tensor a = nearestNeighbor.call(x, y);
        assertArrayEquals(new long[] {5, 1}, a.shape());
        double[][] rows = y.toMatrix();
        for (int i = 0; i < 5; i++) {
            assertEquals(nearest(x, rows, i)[0], a.longAt(i));
        }
    }

    @Test
    void genericArgKMin() {
        Genred knn = Generic.argKMin(
                "SqDist(x, y)",    // Formula
                "a = Vi(3)",       // Output: 3 scalars per line
                "x = Vi(100)",     // 1st input: dim-100 vector per line
                "y = Vj(100)");    // 2nd input: dim-100 vector per line
        Tensor x = randn(5, 100);
        Tensor y = randn(20000, 100);
        Tensor a = knn.call(x, y);
        assertArrayEquals(new long[] {5, 3}, a.shape());
        double[][] rows = y.toMatrix();
        for (int i = 0; i < 5; i++) {
            int[] nearest = nearest(x, rows, i);
            assertArrayEquals(new long[] {nearest[0], nearest[1], nearest[2]}, a.rows(i, i + 1).toLongArray());
        }
    }

    /** The indices of all rows of y by their distance from a row of x. */
    private static int[] nearest(Tensor x, double[][] y, int row) {
        double[] xi = row(x, row);
        double[] distances =
                Arrays.stream(y).mapToDouble(yj -> squaredDistance(xi, yj)).toArray();
        return IntStream.range(0, distances.length)
                .boxed()
                .sorted((i, j) -> Double.compare(distances[i], distances[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
