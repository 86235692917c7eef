package keops.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Entropic transport with a small blur, beside exact assignments. */
class AssignmentTest {
    private static final int POINTS = 200;

    private final Random random = new Random(3);

    @Test
    void theCostOfASmallBlurIsThatOfTheBestAssignment() {
        double[][] x = MadeCloud.of(random, POINTS, 2, 1).points();
        double[][] y = MadeCloud.of(random, POINTS, 2, 1).points();
        for (int p = 1; p <= 2; p++) {
            int exponent = p;
            double[][] costs = Arrays.stream(x)
                    .map(from -> Arrays.stream(y).mapToDouble(to -> DenseTransport.cost(from, to, exponent)).toArray())
                    .toArray(double[][]::new);
            double exact = assignment(costs) / POINTS;
            // The entropy of a plan between 200 points is at most ln 200 = 5.3, and eps times it the most that is
            // added.
            double blur = p == 1 ? 2e-3 : 1e-2;
            SinkhornDivergence loss = SinkhornDivergence.ofBlur(blur).exponent(p).debiased(false).scaling(0.9)
                    .tolerance(1e-2).steps(20000);
            double cost = loss.value(PointCloud.of(x), PointCloud.of(y));
            double entropy = Math.pow(blur, p) * Math.log(POINTS);
            assertTrue(cost >= exact && cost <= exact + entropy,
                    () -> "p = " + exponent + ": " + cost + " for " + exact + " and an entropy of " + entropy);
            double unbiased = loss.debiased(true).value(PointCloud.of(x), PointCloud.of(y));
            assertEquals(exact, unbiased, 0.03 * exact);
        }
    }

    @Test
    void onALineTheCostIsThatOfSortedPoints() {
        double[] x = random.doubles(POINTS).toArray();
        double[] y = random.doubles(POINTS, 0.5, 2).toArray();
        double[] sortedX = Arrays.stream(x).sorted().toArray();
        double[] sortedY = Arrays.stream(y).sorted().toArray();
        double exact = 0;
        for (int i = 0; i < POINTS; i++) {
            exact += (sortedX[i] - sortedY[i]) * (sortedX[i] - sortedY[i]) / 2 / POINTS;
        }
        double cost = SinkhornDivergence.ofBlur(0.03).scaling(0.9).value(column(x), column(y));
        assertEquals(exact, cost, 1e-3 * exact);
    }

    private static PointCloud column(double[] values) {
        return PointCloud.of(Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new));
    }

    /** The Hungarian algorithm by shortest augmenting paths: the least sum of costs, one of each row and column. */
    private static double assignment(double[][] costs) {
        int n = costs.length;
        double[] u = new double[n + 1];
        double[] v = new double[n + 1];
        int[] rowOf = new int[n + 1];
        int[] way = new int[n + 1];
        for (int i = 1; i <= n; i++) {
            rowOf[0] = i;
            int column = 0;
            double[] least = new double[n + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[n + 1];
            do {
                used[column] = true;
                int row = rowOf[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int j = 1; j <= n; j++) {
                    if (!used[j]) {
                        double reduced = costs[row - 1][j - 1] - u[row] - v[j];
                        if (reduced < least[j]) {
                            least[j] = reduced;
                            way[j] = column;
                        }
                        if (least[j] < delta) {
                            delta = least[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= n; j++) {
                    if (used[j]) {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[way[column]];
                column = way[column];
            }
        }
        double sum = 0;
        for (int j = 1; j <= n; j++) {
            sum += costs[rowOf[j] - 1][j - 1];
        }
        return sum;
    }
}
