package keops.examples.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Means, samples and curves against dense computations in doubles. */
class KrigingTest {
    private static final double LENGTH = 0.5;
    private static final double NOISE = 0.05;
    private static final int KNOWN = 60;
    private static final int PLACES = 20;
    private static final int SAMPLES = 8;
    private static final int BATCHES = 100;

    private static double[][] points(int count, Random random) {
        double[][] points = new double[count][3];
        for (double[] point : points) {
            for (int d = 0; d < 3; d++) {
                point[d] = (float) random.nextDouble();
            }
        }
        return points;
    }

    private static Tensor floats(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                floats[i][k] = (float) rows[i][k];
            }
        }
        return Tensor.of(floats);
    }

    private static double covariance(double[] x, double[] y) {
        double squares = 0;
        for (int d = 0; d < x.length; d++) {
            squares += (x[d] - y[d]) * (x[d] - y[d]);
        }
        return Math.exp(-Math.sqrt(squares) / LENGTH);
    }

    private static double[][] system(double[][] x) {
        double[][] system = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                system[i][j] = covariance(x[i], x[j]) + (i == j ? NOISE : 0);
            }
        }
        return system;
    }

    /** Gauss's elimination; the matrix is positive, so that no row has to be exchanged. */
    private static double[] solved(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        double[] b = right.clone();
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
        }
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                b[k] -= a[k][j] * b[j];
            }
            b[k] /= a[k][k];
        }
        return b;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[] column(double[][] rows, int k) {
        double[] column = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = rows[i][k];
        }
        return column;
    }

    @Test
    void coefficientsAndMeansAreThoseOfADenseSolve() {
        var random = new Random(11);
        double[][] x = points(KNOWN, random);
        double[][] places = points(PLACES, random);
        double[][] values = new double[KNOWN][2];
        for (double[] row : values) {
            row[0] = (float) random.nextGaussian();
            row[1] = (float) (3 + random.nextGaussian());
        }
        var kriging = new Kriging(LENGTH, NOISE);
        Tensor coefficients = kriging.coefficients(floats(x), floats(values), _ -> {});
        Tensor means = kriging.mean(floats(places), floats(x), coefficients);
        for (int k = 0; k < 2; k++) {
            double[] expected = solved(system(x), column(values, k));
            double largest = Math.sqrt(dot(expected, expected));
            for (int i = 0; i < KNOWN; i++) {
                assertEquals(expected[i], coefficients.getDouble(i, k), 1e-3 * largest);
            }
            for (int i = 0; i < PLACES; i++) {
                double mean = 0;
                for (int j = 0; j < KNOWN; j++) {
                    mean += covariance(places[i], x[j]) * expected[j];
                }
                assertEquals(mean, means.getDouble(i, k), 1e-3 * largest);
            }
        }
    }

    @Test
    void samplesHaveTheVarianceOfADenseComputation() {
        var random = new Random(12);
        double[][] x = points(KNOWN, random);
        double[][] places = points(PLACES, random);
        var kriging = new Kriging(LENGTH, NOISE);
        double[] variance = new double[PLACES];
        for (int batch = 0; batch < BATCHES; batch++) {
            var prior = new PriorSamples(SAMPLES, 1000, LENGTH, random);
            double[][] right = prior.at(floats(x)).toMatrix();
            for (double[] row : right) {
                for (int s = 0; s < SAMPLES; s++) {
                    row[s] += Math.sqrt(NOISE) * random.nextGaussian();
                }
            }
            Tensor coefficients = kriging.coefficients(floats(x), floats(right), _ -> {});
            double[][] means = kriging.mean(floats(places), floats(x), coefficients).toMatrix();
            double[][] functions = prior.at(floats(places)).toMatrix();
            for (int i = 0; i < PLACES; i++) {
                for (int s = 0; s < SAMPLES; s++) {
                    variance[i] += Math.pow(functions[i][s] - means[i][s], 2) / (SAMPLES * BATCHES);
                }
            }
        }
        for (int i = 0; i < PLACES; i++) {
            double[] covariances = new double[KNOWN];
            for (int j = 0; j < KNOWN; j++) {
                covariances[j] = covariance(places[i], x[j]);
            }
            double expected = 1 - dot(covariances, solved(system(x), covariances));
            // 800 samples give it within 5 %, as one standard deviation.
            assertEquals(expected, variance[i], 0.25 * expected, "place " + i);
        }
    }

    @Test
    void functionsHaveTheCovarianceThatIsExpected() {
        var random = new Random(13);
        double[][] line = new double[8][3];
        for (int i = 0; i < line.length; i++) {
            line[i][0] = 0.1 * i;
        }
        double[] found = new double[line.length];
        for (int batch = 0; batch < BATCHES; batch++) {
            double[][] functions = new PriorSamples(SAMPLES, 1000, LENGTH, random).at(floats(line)).toMatrix();
            for (int i = 0; i < line.length; i++) {
                found[i] += dot(functions[0], functions[i]) / (SAMPLES * BATCHES);
            }
        }
        for (int i = 0; i < line.length; i++) {
            assertEquals(covariance(line[0], line[i]), found[i], 0.15, "at distance " + line[i][0]);
        }
    }

    @Test
    void aCurveWithoutReweighingIsThatOfADenseSolve() {
        var random = new Random(14);
        double[] x = random.doubles(50).toArray();
        double[] y = random.doubles(50, -1, 1).toArray();
        double[][] system = new double[50][50];
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 50; j++) {
                system[i][j] = bump(x[i] - x[j]) + (i == j ? 0.01 : 0);
            }
        }
        double[] coefficients = solved(system, y);
        double[] places = {0, 0.3, 0.77};
        var curve = new RobustCurve(x, y);
        double[] values = curve.at(places);
        double[] deviations = curve.deviation(places);
        for (int k = 0; k < places.length; k++) {
            double[] covariances = new double[50];
            for (int i = 0; i < 50; i++) {
                covariances[i] = bump(x[i] - places[k]);
            }
            assertEquals(dot(covariances, coefficients), values[k], 1e-5);
            double variance = 1 - dot(covariances, solved(system, covariances));
            assertEquals(Math.sqrt(variance), deviations[k], 1e-5);
        }
    }

    private static double bump(double difference) {
        return Math.exp(-difference * difference / (2 * 0.06 * 0.06));
    }

    @Test
    void anOutlierLosesItsWeightAndTheOthersKeepTheirs() {
        int count = 101;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = i / 100.0;
            y[i] = 0.5;
        }
        y[40] = 5;
        double[] at = {0.4, 0.9};
        var curve = new RobustCurve(x, y);
        double bent = curve.at(at)[0] - 0.5;
        assertTrue(bent > 0.2, "bent by " + bent);
        for (int round = 0; round < 10; round++) {
            curve.reweigh();
        }
        assertEquals(0.5, curve.at(at)[0], 0.02);
        assertEquals(0.5, curve.at(at)[1], 0.02);
    }
}
