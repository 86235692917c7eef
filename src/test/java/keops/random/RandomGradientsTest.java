package keops.random;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Differentiate;
import keops.formula.Formula;
import keops.formula.Point;
import keops.formula.Variable;
import org.junit.jupiter.api.Test;

/**
 * The gradients of random formulas, by all variables, against central differences. Where differences with steps of
 * several sizes disagree there is a kink or a jump, or rounding errors are large, and nothing is compared; nor where an
 * infinite value inside a formula makes its gradient NaN. {@code -Dkeops.random.gradients} and
 * {@code -Dkeops.random.seed} make longer and other runs.
 */
class RandomGradientsTest {
    private static final double LARGE = 1e6;

    private final long seed = Long.getLong("keops.random.seed", 20_261_121L);
    private int compared;
    private int notZero;
    private int formulas;
    private int unknown;
    private int rough;

    @Test
    void gradientsAreSlopes() {
        long count = Long.getLong("keops.random.gradients", 500);
        for (long n = 0; n < count; n++) {
            check(n);
        }
        System.out.println("random gradients: seed " + seed + ", " + formulas + " formulas of " + count + " compared, "
                + compared + " numbers, of which " + notZero + " are not 0; not numbers: "
                + unknown + "; at kinks, jumps and in fast oscillations: " + rough);
        assertTrue(rough < compared / 100, "few differences say nothing: " + rough);
        assertTrue(unknown < compared / 10, "few gradients are not numbers: " + unknown);
        assertTrue(formulas > count / 2, "many formulas are compared: " + formulas);
        assertTrue(notZero > count / 2, "many gradients are not zero: " + notZero);
    }

    private void check(long number) {
        RandomCase c = CaseDraw.draw(seed, number);
        // The knots of splines must ascend, and random ones do not: then a spline is no spline.
        if (c.sizeI() == 0 || c.sizeJ() == 0 || CaseDraw.operators(c.formula()).contains("BSpline")) {
            return;
        }
        var random = new SplittableRandom(number);
        Map<Integer, double[]> numbers = new TreeMap<>();
        for (Variable v : c.arguments()) {
            double[] row = new double[v.dim()];
            for (int k = 0; k < row.length; k++) {
                // Off the whole and half numbers, where functions have kinks and poles.
                row[k] = c.data().get(v.position())[k] + random.nextDouble(-0.05, 0.05);
            }
            numbers.put(v.position(), row);
        }
        double[] weights = random.doubles(c.formula().dim(), -1, 1).toArray();
        Variable e = new Variable("e", c.arguments().size(), weights.length, Category.PARAMETER);
        Point point = new Point(numbers).with(e, weights);
        List<Formula> gradients = new ArrayList<>();
        try {
            gradients.addAll(Differentiate.gradients(c.formula(), c.arguments(), e));
        } catch (FormulaException tooLarge) {
            return;
        }
        double value = largest(point.value(c.formula()));
        int before = compared;
        for (int k = 0; k < gradients.size(); k++) {
            compare(number, c, c.arguments().get(k), gradients.get(k), point, weights, value);
        }
        formulas += compared > before ? 1 : 0;
    }

    private void compare(long number, RandomCase c, Variable v, Formula gradient, Point point, double[] weights,
            double value) {
        double[] wide = point.differences(c.formula(), v, weights, 2e-3);
        double[] narrow = point.differences(c.formula(), v, weights, 5e-4);
        double[] tiny = point.differences(c.formula(), v, weights, 1e-5);
        double[] actual = point.value(gradient);
        for (int k = 0; k < actual.length; k++) {
            double scale = 1 + value + Math.abs(wide[k]);
            double doubt = Math.abs(wide[k] - narrow[k]);
            boolean isSteady = doubt < 1e-6 * scale && Math.abs(tiny[k] - narrow[k]) < 1e-3 * scale;
            if (!isSteady || scale > LARGE) {
                continue;
            }
            if (Double.isNaN(actual[k])) {
                unknown++;
                continue;
            }
            compared++;
            notZero += Math.abs(actual[k]) > 1e-6 * scale ? 1 : 0;
            double error = Math.abs(actual[k] - narrow[k]);
            if (error < 1e-5 * scale) {
                continue;
            }
            double expected = narrow[k];
            double made = actual[k];
            rough++;
            assertTrue(atJump(c, v, k, point, weights) || isRough(gradient, v, k, point, error),
                    () -> "seed " + seed + ", formula " + number + ": the derivative of " + c.formula()
                            + " by component of " + v + " is " + made + ", but the slope is " + expected + " at "
                            + point.numbers().values().stream()
                            .map(java.util.Arrays::toString).toList());
        }
    }

    /**
     * A formula may have another value at one point than all around it: then the slope of the others is no derivative.
     */
    private static boolean atJump(RandomCase c, Variable v, int component, Point point, double[] weights) {
        double here = point.product(c.formula(), weights);
        double beside = 0;
        for (int side = -1; side <= 1; side += 2) {
            double[] moved = point.of(v).clone();
            moved[component] += side * 1e-7 * Math.max(0.1, Math.abs(moved[component]));
            beside += point.with(v, moved).product(c.formula(), weights) / 2;
        }
        return Math.abs(here - beside) > 1e-4 * (1 + Math.abs(here));
    }

    /**
     * At a kink the derivatives to both sides differ, and central differences give their mean whatever the step; and
     * where a function oscillates faster than the steps, its derivatives beside the point are as different. There,
     * differences say nothing. A wrong derivative of a smooth function is as wrong beside the point as at it.
     */
    private static boolean isRough(Formula gradient, Variable v, int component, Point point, double error) {
        double here = point.value(gradient)[component];
        for (double step : new double[] {-2e-3, -5e-4, -1e-5, 1e-5, 5e-4, 2e-3}) {
            double[] moved = point.of(v).clone();
            moved[component] += step * Math.max(0.1, Math.abs(moved[component]));
            if (!(Math.abs(point.with(v, moved).value(gradient)[component] - here) < error / 4)) {
                return true;
            }
        }
        return false;
    }

    private static double largest(double[] values) {
        return java.util.Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
