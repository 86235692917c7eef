package keops.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keops.error.BackendException;
import keops.error.CancelledException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What calls of losses refuse, tell, and end with. */
class LossCallsTest {
    private static final double[][] POINTS = {{0, 0}, {1, 2}};

    private final Random random = new Random(4);

    private static void refused(String message, Runnable call) {
        assertEquals(message, assertThrows(FormulaException.class, call::run).getMessage());
    }

    @Test
    void weightsThatAreNoMeasureAreRefused() {
        refused("weights must be 0 or more, but that of point 1 is -1.0",
                () -> PointCloud.of(POINTS, new double[] {1, -1}));
        refused("weights must be finite, but number 0 is NaN",
                () -> PointCloud.of(POINTS, new double[] {Double.NaN, 1}));
        refused("weights must be finite, but number 1 is Infinity",
                () -> PointCloud.of(POINTS, new double[] {1, Double.POSITIVE_INFINITY}));
        refused("weights must have a sum above 0 that is finite, but it is 0.0",
                () -> PointCloud.of(POINTS, new double[] {0, 0}));
        refused("weights must be float32 or float64 of shape (2), one for each point, but are float64 (3)",
                () -> PointCloud.of(POINTS, new double[] {1, 1, 1}));
        refused("weights must be float32 or float64 of shape (2), one for each point, but are int32 (2)",
                () -> PointCloud.of(POINTS, new int[] {1, 1}));
    }

    @Test
    void pointsThatAreNoneAreRefused() {
        refused("points must be finite, but number 1 is NaN",
                () -> PointCloud.of(new double[][] {{0, Double.NaN}}));
        String expected = "points must be float32 or float64 of shape (N, D), with a row for each point and"
                + " at least one, but are ";
        refused(expected + "float64 (0, 2)", () -> PointCloud.of(Tensor.of(new double[0], 0, 2)));
        refused(expected + "int32 (1, 2)", () -> PointCloud.of(new int[][] {{1, 2}}));
        refused(expected + "float64 (2, 2, 1): batches are not taken, make a cloud of each element",
                () -> PointCloud.of(Tensor.of(new double[4], 2, 2, 1)));
    }

    @Test
    void cloudsThatDoNotFitEachOtherAreRefused() {
        PointCloud plane = PointCloud.of(POINTS);
        PointCloud line = PointCloud.of(new double[][] {{1}});
        PointCloud narrow = PointCloud.of(new float[][] {{1, 2}});
        for (GeometricLoss loss : List.of(SinkhornDivergence.ofBlur(0.1), KernelNorm.energy())) {
            refused("the points of both clouds must have the same type and dimension, but are float64 (2, 2)"
                    + " and float64 (1, 1)", () -> loss.value(plane, line));
            refused("the points of both clouds must have the same type and dimension, but are float64 (2, 2)"
                    + " and float32 (1, 2)", () -> loss.gradients(plane, narrow));
        }
        refused("balanced transport needs clouds of one mass, but their weights have the sums 1.00000 and"
                + " 3.00000: scale them, or set a reach",
                () -> SinkhornDivergence.ofBlur(1).value(plane, PointCloud.of(POINTS, new double[] {1, 2})));
        refused("the points are too far from each other: their distances are no finite numbers",
                () -> SinkhornDivergence.ofBlur(1).value(plane, PointCloud.of(new double[][] {{1.6e308, -1.6e308}})));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        SinkhornDivergence loss = SinkhornDivergence.ofBlur(0.1);
        for (double value : new double[] {0, -1, Double.NaN}) {
            assertThrows(FormulaException.class, () -> SinkhornDivergence.ofBlur(value));
            assertThrows(FormulaException.class, () -> loss.reach(value));
            assertThrows(FormulaException.class, () -> loss.scaling(value));
            assertThrows(FormulaException.class, () -> loss.tolerance(value));
        }
        refused("the scaling must be between 0 and 1, but is 1.0", () -> loss.scaling(1));
        refused("the exponent p must be 1 or 2, but is 3", () -> loss.exponent(3));
        refused("the number of steps must be 1 or more, but is 0", () -> loss.steps(0));
        refused("the deadline must be after the beginning of the call, but is PT0S",
                () -> loss.deadline(Duration.ZERO));
        refused("values must be float64 of shape (2, E), a row for each point, but are float64 (1, 1)",
                () -> loss.solve(PointCloud.of(POINTS), PointCloud.of(POINTS)).averageOverFirst(new double[][] {{1}}));
    }

    @Test
    void aToleranceThatIsNotReachedThrowsWithThePlan() {
        PointCloud x = MadeCloud.of(random, 50, 2, 1).cloud();
        PointCloud y = MadeCloud.of(random, 50, 2, 1).cloud();
        var e = assertThrows(UnconvergedException.class,
                () -> SinkhornDivergence.ofBlur(0.01).tolerance(1e-6).steps(3).value(x, y));
        assertTrue(e.getMessage().matches("after 3 steps the marginals of the plan differ by .* of the mass, more than"
                + " the tolerance of 1.0e-06: a larger tolerance, blur, or number of steps will help"), e.getMessage());
        assertEquals(3, e.plan().steps());
        assertTrue(e.plan().marginalError() > 1e-6);
        double exact = SinkhornDivergence.ofBlur(0.01).steps(100000).value(x, y);
        assertEquals(exact, e.plan().value(), 0.5 * exact);
    }

    @Test
    void inFloat32TheMessageNamesRoundingErrors() {
        PointCloud x = MadeCloud.of(random, 50, 2, 1).cloud(DType.FLOAT32);
        PointCloud y = MadeCloud.of(random, 50, 2, 1).cloud(DType.FLOAT32);
        var e = assertThrows(UnconvergedException.class,
                () -> SinkhornDivergence.ofBlur(0.01).tolerance(1e-7).steps(3).value(x, y));
        assertTrue(e.getMessage().contains("in float32, they have rounding errors of about"), e.getMessage());
    }

    @Test
    void listenersAreToldStepsWithTheErrorOfTheMarginals() {
        PointCloud x = MadeCloud.of(random, 30, 2, 1).cloud();
        PointCloud y = MadeCloud.of(random, 30, 2, 1).cloud();
        var told = new ArrayList<Progress>();
        TransportPlan plan = SinkhornDivergence.ofBlur(0.1).tolerance(1e-5).progress(told::add).solve(x, y);
        Progress last = told.getLast();
        assertEquals(plan.steps(), last.step().orElseThrow().number());
        assertTrue(last.pass() > 4);
    }

    @Test
    void deadlinesAndInterruptsEndCalls() {
        PointCloud x = MadeCloud.of(random, 400, 2, 1).cloud();
        for (GeometricLoss loss : List.of(SinkhornDivergence.ofBlur(0.01).deadline(Duration.ofNanos(1)),
                KernelNorm.energy().deadline(Duration.ofNanos(1)))) {
            var e = assertThrows(CancelledException.class, () -> loss.gradients(x, x));
            assertEquals(CancelledException.Reason.DEADLINE, e.reason());
        }
        for (GeometricLoss loss : List.of(SinkhornDivergence.ofBlur(0.01), KernelNorm.energy())) {
            Thread.currentThread().interrupt();
            try {
                assertThrows(CancelledException.class, () -> loss.value(x, x));
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    @Test
    void backEndsGiveTheSameValues() {
        PointCloud x = MadeCloud.of(random, 30, 2, 1).cloud();
        PointCloud y = MadeCloud.of(random, 30, 2, 1).cloud();
        SinkhornDivergence loss = SinkhornDivergence.ofBlur(0.2);
        assertEquals(loss.value(x, y), loss.backend(Backend.REFERENCE).threads(1).value(x, y), 1e-9);
        assertEquals(KernelNorm.laplacian(1).value(x, y),
                KernelNorm.laplacian(1).backend("reference").threads(1).value(x, y), 1e-12);
        assertThrows(BackendException.class, () -> loss.device(1000));
        assertThrows(BackendException.class, () -> KernelNorm.energy().device(1000));
    }

    @Test
    void weightsMayBeAColumnAndOfAnotherType() {
        double[][] others = {{3, 1}, {0, 2}};
        PointCloud flat = PointCloud.of(POINTS, new double[] {0.25, 0.75});
        PointCloud column = PointCloud.of(POINTS, Tensor.of(new float[] {0.25f, 0.75f}, 2, 1));
        SinkhornDivergence loss = SinkhornDivergence.ofBlur(1);
        LossGradients gradients = loss.gradients(column, PointCloud.of(others));
        assertEquals(loss.value(flat, PointCloud.of(others)), gradients.value(), 1e-12);
        assertEquals("float32 (2, 1)", gradients.firstWeights().description());
    }
}
