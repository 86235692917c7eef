package keops.examples.meanshift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import keops.examples.data.Dataset;
import keops.examples.data.Sphere;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DensityTest {
    private static Tensor sphere(int count, long seed) {
        var random = new Random(seed);
        float[][] places = new float[count][];
        for (int i = 0; i < count; i++) {
            places[i] = new float[] {random.nextFloat(-180, 180), random.nextFloat(-80, 80)};
        }
        return Sphere.points(Tensor.of(places));
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    @Test
    void densityAndShiftAreThoseOfADenseComputation() {
        double[][] y = sphere(40, 1).toMatrix();
        double[][] x = sphere(25, 2).toMatrix();
        var density = new Density(sphere(40, 1), 20);
        Tensor logarithm = density.logarithm(sphere(25, 2));
        double[][] shifted = density.shifted(sphere(25, 2)).toMatrix();
        double k = Math.pow(180 / (20 * Math.PI), 2);
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            double[] mean = new double[3];
            for (double[] point : y) {
                double bump = Math.exp(k * (dot(x[i], point) - 1));
                sum += bump;
                for (int d = 0; d < 3; d++) {
                    mean[d] += bump * point[d];
                }
            }
            assertEquals(Math.log(sum / y.length), logarithm.doubleAt(i), 1e-5);
            for (int d = 0; d < 3; d++) {
                assertEquals(mean[d] / Math.sqrt(dot(mean, mean)), shifted[i][d], 1e-5);
            }
        }
    }

    @Test
    void eachShiftRaisesTheDensityUntilTheModesStayWhereTheyAre() throws IOException {
        Tensor points = doubles(Sphere.points(Dataset.EARTHQUAKES.read()));
        var density = new Density(points, 4);
        // Points in float32 are not quite on the sphere; those that were shifted are.
        Tensor x = density.shifted(points);
        Tensor before = density.logarithm(x);
        double first = mean(before);
        for (int shift = 0; shift < 100; shift++) {
            x = density.shifted(x);
            Tensor after = density.logarithm(x);
            for (long i = 0; i < x.size(0); i++) {
                assertTrue(after.doubleAt(i) >= before.doubleAt(i) - 1e-12, "point " + i + " in shift " + shift + ": "
                        + before.doubleAt(i) + " to " + after.doubleAt(i));
            }
            before = after;
        }
        assertTrue(mean(before) > first + 0.1, "from " + first + " to " + mean(before));
        Modes modes = Modes.of(x, before, Math.toRadians(2));
        double[][] tops = modes.modes().toMatrix();
        double[][] again = density.shifted(doubles(modes.modes())).toMatrix();
        for (int m = 0; m < tops.length; m++) {
            assertEquals(1, dot(again[m], again[m]), 1e-6);
            for (int d = 0; d < 3; d++) {
                assertEquals(tops[m][d], again[m][d], Math.toRadians(4) * 1e-3, "mode " + m);
            }
        }
        assertEquals(points.size(0), modes.counts().stream().mapToInt(Integer::intValue).sum());
    }

    private static Tensor doubles(Tensor floats) {
        return floats.converted(DType.FLOAT64, Arena.ofAuto());
    }

    private static double mean(Tensor values) {
        double sum = 0;
        for (long i = 0; i < values.count(); i++) {
            sum += values.doubleAt(i) / values.count();
        }
        return sum;
    }

    @Test
    void endsThatAreCloseAreOneModeAndTheLargestIsFirst() {
        Tensor ends = Tensor.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0.9999, 0.01}, {0, 1, 0.001}, {0, 0, 1}});
        Tensor heights = Tensor.of(new double[] {3, 1, 2, 1, 0}, 5, 1);
        Modes modes = Modes.of(ends, heights, 0.1);
        assertEquals(List.of(3, 1, 1), modes.counts());
        assertTrue(modes.labels().contentEquals(Tensor.of(new long[] {1, 0, 0, 0, 2}, 5)), modes.labels().format(9, 9));
        assertEquals(0.9999, modes.modes().getDouble(0, 1), 1e-6, "the densest of its ends");
    }
}
