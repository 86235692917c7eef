package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A line of algebra, as a test: what the rules make of its left side is its right side, letter by letter, and has the
 * values of the left side as it stands.
 */
final class AlgebraLine {
    private static final String[] ALIASES = {
        "x = Vi(3)", "y = Vj(3)", "z = Vj(3)", "s = Vi(1)", "t = Pm(1)", "u = Pm(1)"
    };
    private static final List<Variable> VARIABLES =
            Stream.of("x", "y", "z", "s", "t", "u").map(name -> (Variable) parse(name)).toList();
    /** Where rules that are exact must be so. */
    private static final double[] EDGES = {
        0, -0.0, 1, -1, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Double.NaN
    };
    private static final int POINTS = 200;

    private AlgebraLine() {}

    static Formula parse(String text) {
        return Formula.parse(text, ALIASES);
    }

    private static Formula simplified(String text) {
        return Rewrite.folded(parse(text), Map.of());
    }

    /** A line that holds bit by bit, at zeros of both signs, at infinities and at NaN too. */
    static DynamicTest exact(String left, String right) {
        return exact(left, parse(left), simplified(left), right);
    }

    /** The same of what is made otherwise. */
    static DynamicTest exact(String name, Formula left, Formula made, String right) {
        return DynamicTest.dynamicTest(name + " = " + right, () -> {
            assertMade(left, made, right);
            var random = new SplittableRandom(3);
            for (int n = 0; n < POINTS; n++) {
                var numbers = new TreeMap<Integer, double[]>();
                for (Variable v : VARIABLES) {
                    double[] values = random.ints(v.dim(), 0, EDGES.length).mapToDouble(k -> EDGES[k]).toArray();
                    numbers.put(v.position(), values);
                }
                var point = new Point(numbers);
                assertArrayEquals(point.value(left), point.value(made), name + " at seed 3, " + n);
            }
        });
    }

    /** A line that holds but for rounding, at moderate numbers. */
    static DynamicTest rounded(String left, String right) {
        return rounded(left, parse(left), simplified(left), right);
    }

    /** The same of what is made otherwise. */
    static DynamicTest rounded(String name, Formula left, Formula made, String right) {
        return DynamicTest.dynamicTest(name + " = " + right, () -> {
            assertMade(left, made, right);
            var random = new SplittableRandom(4);
            for (int n = 0; n < POINTS; n++) {
                Point point = Point.draw(random, VARIABLES, -2, 2);
                assertArrayEquals(point.value(left), point.value(made), 1e-12, name + " at seed 4, " + n);
            }
        });
    }

    /** What the rules make of a formula where all components of all variables are one number. */
    static DynamicTest limit(String left, double all, double... expected) {
        return DynamicTest.dynamicTest(left + " where all is " + all + " is " + Arrays.toString(expected), () -> {
            var numbers = new TreeMap<Integer, double[]>();
            for (Variable v : VARIABLES) {
                double[] values = new double[v.dim()];
                Arrays.fill(values, all);
                numbers.put(v.position(), values);
            }
            assertArrayEquals(expected, new Point(numbers).value(simplified(left)));
        });
    }

    private static void assertMade(Formula left, Formula made, String right) {
        assertEquals(right, made.toString());
        assertEquals(left.dim(), made.dim(), "dimension");
    }
}
