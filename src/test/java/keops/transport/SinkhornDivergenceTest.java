package keops.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values, gradients, potentials and plans of Sinkhorn divergences, beside dense computations in double precision. */
class SinkhornDivergenceTest {
    private static final double BALANCED = Double.POSITIVE_INFINITY;
    private static final int DENSE_STEPS = 1500;

    private final Random random = new Random(1);

    /** A case. */
    private record Case(int m, int n, int d, int p, double reach, boolean isDebiased, double blur) {
        double eps() {
            return Math.pow(blur, p);
        }

        double rho() {
            return Math.pow(reach, p);
        }

        SinkhornDivergence loss() {
            SinkhornDivergence loss = SinkhornDivergence.ofBlur(blur).exponent(p).debiased(isDebiased).tolerance(1e-8)
                    .steps(20000);
            return Double.isInfinite(reach) ? loss : loss.reach(reach);
        }
    }

    private static Stream<Case> cases() {
        return Stream.of(
                new Case(17, 12, 2, 2, BALANCED, true, 0.2), new Case(17, 12, 2, 2, BALANCED, false, 0.2),
                new Case(9, 33, 3, 1, BALANCED, true, 0.2), new Case(9, 33, 3, 1, BALANCED, false, 0.2),
                new Case(17, 12, 2, 2, 0.5, true, 0.2), new Case(17, 12, 2, 2, 0.5, false, 0.2),
                new Case(9, 33, 3, 1, 0.3, true, 0.1), new Case(9, 33, 3, 1, 0.3, false, 0.1),
                new Case(1, 1, 1, 2, BALANCED, true, 0.1), new Case(1, 5, 2, 1, BALANCED, true, 0.3),
                new Case(1, 1, 3, 2, 0.4, false, 0.1), new Case(12, 10, 2, 2, BALANCED, true, 1));
    }

    @TestFactory
    Stream<DynamicTest> valuesAreThoseOfDenseComputations() {
        return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            MadeCloud x = MadeCloud.of(random, c.m, c.d, 1.5);
            MadeCloud y = MadeCloud.of(random, c.n, c.d, Double.isInfinite(c.reach) ? 1.5 : 0.8);
            double expected = c.isDebiased
                    ? DenseTransport.divergence(x.points(), x.weights(), y.points(), y.weights(), c.p, c.eps(),
                            c.rho(), DENSE_STEPS)
                    : DenseTransport.solve(x.points(), x.weights(), y.points(), y.weights(), c.p, c.eps(), c.rho(),
                            DENSE_STEPS).cost();
            assertEquals(expected, c.loss().value(x.cloud(), y.cloud()), 1e-9);
            double inFloat = c.loss().tolerance(1e-3).value(x.cloud(DType.FLOAT32), y.cloud(DType.FLOAT32));
            assertEquals(expected, inFloat, 1e-5);
        }));
    }

    @TestFactory
    Stream<DynamicTest> gradientsByPointsAreDifferencesOfDenseValues() {
        return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            MadeCloud x = MadeCloud.of(random, c.m, c.d, 1);
            MadeCloud y = MadeCloud.of(random, c.n, c.d, Double.isInfinite(c.reach) ? 1 : 0.8);
            LossGradients gradients = c.loss().gradients(x.cloud(), y.cloud());
            double h = 1e-5;
            int i = c.m / 2;
            int j = c.n / 2;
            int axis = c.d - 1;
            double byX = (value(c, x.moved(i, axis, h), y) - value(c, x.moved(i, axis, -h), y)) / (2 * h);
            double byY = (value(c, x, y.moved(j, axis, h)) - value(c, x, y.moved(j, axis, -h))) / (2 * h);
            assertEquals(byX, gradients.firstPoints().getDouble(i, axis), 1e-7);
            assertEquals(byY, gradients.secondPoints().getDouble(j, axis), 1e-7);
        }));
    }

    @TestFactory
    Stream<DynamicTest> gradientsByWeightsAreDifferencesOfDenseValues() {
        return cases().filter(c -> c.m > 1 && c.n > 1).map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            MadeCloud x = MadeCloud.of(random, c.m, c.d, 1);
            MadeCloud y = MadeCloud.of(random, c.n, c.d, Double.isInfinite(c.reach) ? 1 : 0.8);
            LossGradients gradients = c.loss().gradients(x.cloud(), y.cloud());
            double h = 1e-5;
            double byA = (value(c, x.weighted(0, 3, h), y) - value(c, x.weighted(0, 3, -h), y)) / (2 * h);
            double byB = (value(c, x, y.weighted(0, 3, h)) - value(c, x, y.weighted(0, 3, -h))) / (2 * h);
            Tensor a = gradients.firstWeights();
            Tensor b = gradients.secondWeights();
            assertEquals(byA, a.getDouble(3) - a.getDouble(0), 1e-7);
            assertEquals(byB, b.getDouble(3) - b.getDouble(0), 1e-7);
            if (!Double.isInfinite(c.reach)) {
                double alone = (value(c, more(x, h), y) - value(c, more(x, -h), y)) / (2 * h);
                assertEquals(alone, a.getDouble(0), 1e-7);
            }
        }));
    }

    private static MadeCloud more(MadeCloud cloud, double by) {
        double[] weights = cloud.weights().clone();
        weights[0] += by;
        return new MadeCloud(cloud.points(), weights);
    }

    private static double value(Case c, MadeCloud x, MadeCloud y) {
        return c.isDebiased
                ? DenseTransport.divergence(x.points(), x.weights(), y.points(), y.weights(), c.p, c.eps(), c.rho(),
                        DENSE_STEPS)
                : DenseTransport.solve(
                        x.points(), x.weights(), y.points(), y.weights(), c.p, c.eps(), c.rho(), DENSE_STEPS)
                        .cost();
    }

    @Test
    void plansAreThoseOfDenseComputations() {
        for (double reach : List.of(BALANCED, 0.5)) {
            MadeCloud x = MadeCloud.of(random, 19, 2, 1);
            MadeCloud y = MadeCloud.of(random, 23, 2, 1);
            DenseTransport dense = DenseTransport.solve(
                    x.points(), x.weights(), y.points(), y.weights(), 2, 0.01, reach * reach, DENSE_STEPS);
            TransportPlan plan = SinkhornDivergence.ofBlur(0.1).reach(reach).tolerance(1e-8).steps(20000)
                    .solve(x.cloud(), y.cloud());
            Tensor images = plan.averageOverSecond(y.points());
            Tensor origins = plan.averageOverFirst(x.points());
            double[] rows = plan.marginals().get(0).toDoubleArray();
            double[] columns = plan.marginals().get(1).toDoubleArray();
            for (int i = 0; i < 19; i++) {
                double row = Arrays.stream(dense.plan()[i]).sum();
                double image = 0;
                for (int j = 0; j < 23; j++) {
                    image += dense.plan()[i][j] * y.points()[j][1] / row;
                }
                assertEquals(row, rows[i], 1e-7);
                assertEquals(image, images.getDouble(i, 1), 1e-7);
            }
            for (int j = 0; j < 23; j++) {
                double column = 0;
                double origin = 0;
                for (int i = 0; i < 19; i++) {
                    column += dense.plan()[i][j];
                    origin += dense.plan()[i][j] * x.points()[i][0];
                }
                assertEquals(column, columns[j], 1e-7);
                assertEquals(origin / column, origins.getDouble(j, 0), 1e-7);
            }
            double sum = dense.f()[3] + dense.g()[5];
            assertEquals(sum, plan.firstPotential().getDouble(3) + plan.secondPotential().getDouble(5), 1e-7);
        }
    }

    @Test
    void theDivergenceOfACloudFromItselfIsZeroAndSoIsItsGradient() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (double reach : List.of(BALANCED, 0.3)) {
                MadeCloud made = MadeCloud.of(random, 200, 3, 1);
                LossGradients gradients = SinkhornDivergence.ofBlur(0.05).reach(reach)
                        .gradients(made.cloud(dtype), made.cloud(dtype));
                assertEquals(0, gradients.value(), 1e-6);
                Stream.of(gradients.firstPoints(), gradients.secondPoints(), gradients.firstWeights(),
                        gradients.secondWeights()).forEach(g -> Arrays.stream(g.toDoubleArray())
                                .forEach(slope -> assertEquals(0, slope, 1e-3)));
            }
        }
    }

    @Test
    void theDivergenceIsPositiveAndSymmetric() {
        for (int k = 0; k < 20; k++) {
            MadeCloud x = MadeCloud.of(random, 1 + random.nextInt(40), 2, 1);
            MadeCloud y = MadeCloud.of(random, 1 + random.nextInt(40), 2, 1);
            SinkhornDivergence loss = SinkhornDivergence.ofBlur(Math.pow(10, -1.3 + 1.3 * random.nextDouble()))
                    .exponent(1 + k % 2).reach(k % 3 == 0 ? BALANCED : 0.5).tolerance(1e-5).steps(20000);
            double there = loss.value(x.cloud(), y.cloud());
            assertTrue(there > 1e-6, () -> loss + " is " + there);
            assertEquals(there, loss.value(y.cloud(), x.cloud()), 1e-9);
        }
    }

    @Test
    void marginalsAreThoseAskedFor() {
        MadeCloud x = MadeCloud.of(random, 700, 2, 1);
        MadeCloud y = MadeCloud.of(random, 900, 2, 1);
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            TransportPlan plan = SinkhornDivergence.ofBlur(0.05).tolerance(1e-4).solve(x.cloud(dtype), y.cloud(dtype));
            assertTrue(plan.marginalError() <= 1e-4);
            assertEquals(0, distance(x.weights(), plan.marginals().get(0)), 1e-4);
            assertEquals(0, distance(y.weights(), plan.marginals().get(1)), 1e-4);
        }
    }

    private static double distance(double[] weights, Tensor marginal) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Math.abs(weights[i] - marginal.doubleAt(i));
        }
        return sum;
    }

    @Test
    void pointsOfWeightZeroChangeNothingAndHaveTheGradientOfTheLimit() {
        MadeCloud x = MadeCloud.of(random, 12, 2, 1);
        MadeCloud y = MadeCloud.of(random, 15, 2, 1);
        double[][] points = Arrays.copyOf(x.points(), 13);
        points[12] = new double[] {0.3, 0.4};
        MadeCloud with = new MadeCloud(points, Arrays.copyOf(x.weights(), 13));
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            SinkhornDivergence loss = SinkhornDivergence.ofBlur(0.2)
                    .tolerance(dtype == DType.FLOAT64 ? 1e-8 : 1e-4).steps(10000);
            double tolerance = dtype == DType.FLOAT64 ? 1e-8 : 1e-5;
            LossGradients expected = loss.gradients(x.cloud(dtype), y.cloud(dtype));
            LossGradients came = loss.gradients(with.cloud(dtype), y.cloud(dtype));
            assertEquals(expected.value(), came.value(), tolerance);
            assertEquals(0, came.firstPoints().getDouble(12, 0));
            assertEquals(expected.secondPoints().getDouble(3, 1), came.secondPoints().getDouble(3, 1), tolerance);
            double h = 1e-5;
            double slope = (value(limit(0.2), with.weighted(0, 12, h), y) - value(limit(0.2), with, y)) / h;
            assertEquals(slope, came.firstWeights().getDouble(12) - came.firstWeights().getDouble(0), 1e-3);
        }
    }

    private static Case limit(double blur) {
        return new Case(13, 15, 2, 2, BALANCED, true, blur);
    }

    @Test
    void coincidentPointsAreOnePointOfTheirWeight() {
        double[][] two = {{0, 0}, {0, 0}, {1, 0}};
        double[][] one = {{0, 0}, {1, 0}};
        PointCloud y = PointCloud.of(new double[][] {{0, 1}, {2, 1}});
        for (int p = 1; p <= 2; p++) {
            SinkhornDivergence loss = SinkhornDivergence.ofBlur(0.3).exponent(p).tolerance(1e-8).steps(5000);
            LossGradients expected = loss.gradients(PointCloud.of(one, new double[] {0.7, 0.3}), y);
            LossGradients came = loss.gradients(PointCloud.of(two, new double[] {0.3, 0.4, 0.3}), y);
            assertEquals(expected.value(), came.value(), 1e-8);
            assertEquals(expected.firstPoints().getDouble(0, 1) * 3 / 7, came.firstPoints().getDouble(0, 1), 1e-8);
        }
        double[][] same = {{5, 5}, {5, 5}};
        LossGradients none = SinkhornDivergence.ofBlur(0.1).gradients(PointCloud.of(same), PointCloud.of(same));
        assertEquals(0, none.value(), 1e-12);
        assertEquals(0, none.firstPoints().getDouble(0, 0), 1e-12);
    }

    @Test
    void placeAndUnitOfPointsDoNotMatter() {
        MadeCloud x = MadeCloud.of(random, 30, 2, 1);
        MadeCloud y = MadeCloud.of(random, 40, 2, 1);
        double expected = SinkhornDivergence.ofBlur(0.1).value(x.cloud(), y.cloud());
        for (double unit : List.of(1e-100, 1e30, 1e100)) {
            double came = SinkhornDivergence.ofBlur(0.1 * unit).value(scaled(x, unit), scaled(y, unit));
            assertEquals(expected, came / unit / unit, 1e-9 * expected + 1e-12);
        }
        LossGradients far = SinkhornDivergence.ofBlur(0.1).tolerance(1e-4).gradients(
                shifted(x, 1 << 16).cloud(DType.FLOAT32), shifted(y, 1 << 16).cloud(DType.FLOAT32));
        assertEquals(expected, far.value(), 2e-3);
    }

    private static PointCloud scaled(MadeCloud cloud, double by) {
        double[][] points = cloud.points();
        return new MadeCloud(Arrays.stream(points).map(p -> Arrays.stream(p).map(v -> v * by).toArray())
                .toArray(double[][]::new), cloud.weights()).cloud();
    }

    private static MadeCloud shifted(MadeCloud cloud, double by) {
        double[][] points = cloud.points();
        return new MadeCloud(Arrays.stream(points).map(p -> Arrays.stream(p).map(v -> v + by).toArray())
                .toArray(double[][]::new), cloud.weights());
    }
}
