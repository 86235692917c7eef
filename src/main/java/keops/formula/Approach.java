package keops.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a formula that has no value where some vectors are 0 has a limit there. The other variables are drawn at
 * random, and the vectors tend to 0 along random lines, on which formulas are power series. The seed is always the
 * same.
 *
 * @param zeros the vectors
 * @param isByComponent whether one component of each tends to 0 while the others are fixed, or all do
 */
record Approach(List<Formula> zeros, boolean isByComponent) {
    private static final int POINTS = 12;
    /** So many points must be within the domains of all functions. */
    private static final int ENOUGH = 3;
    private static final double TOLERANCE = 1e-8;

    /**
     * Whether a derivative has a limit, and what was differentiated is continuous: with a jump, it has no derivative.
     *
     * @param before the formula that was differentiated
     * @param derivative its derivative away from the zeros
     * @param limit the derivative where the vectors are 0
     * @param isInside whether a line is within the domain
     */
    boolean agrees(Formula before, Formula derivative, Formula limit, Predicate<Expansion> isInside) {
        var random = new SplittableRandom(1);
        int inside = 0;
        for (int n = 0; n < POINTS; n++) {
            Map<Variable, Series[]> point = draw(random, n < POINTS / 2 ? 0.2 : -1, before, derivative, limit);
            var end = new HashMap<>(point);
            var lines = List.of(new HashMap<>(point), new HashMap<>(point));
            for (Formula zero : zeros) {
                double[] start = random.doubles(zero.dim(), -1, 1).toArray();
                int component = random.nextInt(zero.dim());
                if (!solve(zero, line(random, start, component, 0), end)
                        || !solve(zero, line(random, start, component, 1), lines.getFirst())
                        || !solve(zero, line(random, start, component, -1), lines.getLast())) {
                    return false;
                }
            }
            // Rows and columns of the same number, and of others.
            int column = n % 2 == 0 ? 3 : 5;
            var there = new Expansion(end, 3, column);
            double[] at = values(there, limit);
            double[] from = values(there, before);
            boolean isSeen = Arrays.stream(at).allMatch(Double::isFinite);
            for (Map<Variable, Series[]> line : lines) {
                var expansion = new Expansion(line, 3, column);
                double[] made = values(expansion, derivative);
                double[] came = values(expansion, before);
                isSeen &= isInside.test(expansion)
                        && Stream.of(made, came).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN);
                if (isSeen && !(isNear(at, made) && isNear(from, came))) {
                    return false;
                }
            }
            inside += isSeen ? 1 : 0;
        }
        return inside >= ENOUGH;
    }

    private static boolean isNear(double[] expected, double[] made) {
        double scale = 1 + Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int k = 0; k < expected.length; k++) {
            if (!(Math.abs(made[k] - expected[k]) <= TOLERANCE * scale)) {
                return false;
            }
        }
        return true;
    }

    private static double[] values(Expansion expansion, Formula f) {
        return Arrays.stream(expansion.of(f)).mapToDouble(Approach::limit).toArray();
    }

    /** The value of a series at 0, infinite where it has negative powers beyond rounding; NaN where it is not known. */
    private static double limit(Series series) {
        for (int power = series.order(); power < 0; power++) {
            if (!(Math.abs(series.at(power)) <= TOLERANCE)) {
                return Double.isNaN(series.at(power)) ? Double.NaN : Double.POSITIVE_INFINITY;
            }
        }
        return series.at(0);
    }

    /** A line on which a vector tends to 0: from one side, from the other, or constantly 0. */
    private Series[] line(SplittableRandom random, double[] start, int component, int side) {
        var line = new Series[start.length];
        for (int k = 0; k < line.length; k++) {
            double slope = (0.5 + random.nextDouble() / 2) * side * Math.signum(start[k]);
            boolean comes = !isByComponent || k == component;
            line[k] = comes && side != 0 ? Series.line(0, slope) : Series.of(comes ? 0 : start[k]);
        }
        return line;
    }

    private static Map<Variable, Series[]> draw(SplittableRandom random, double low, Formula... formulas) {
        var point = new HashMap<Variable, Series[]>();
        var variables = new ArrayList<>(Substitute.variables(List.of(formulas)));
        variables.sort((v, w) -> Integer.compare(v.position(), w.position()));
        for (Variable v : variables) {
            point.put(v, random.doubles(v.dim(), low, 1).mapToObj(Series::of).toArray(Series[]::new));
        }
        return point;
    }

    /** Moves a variable so that a formula has given values. */
    private static boolean solve(Formula f, Series[] values, Map<Variable, Series[]> point) {
        if (f instanceof Variable v) {
            point.put(v, values);
            return true;
        }
        if (!(f instanceof Call call)) {
            return false;
        }
        Operator operator = call.operator();
        if (operator == ElementwiseOperators.MINUS) {
            return solve(call.argument(0), Arrays.stream(values).map(v -> v.scaled(-1)).toArray(Series[]::new), point);
        } else if (operator == ComponentOperators.ELEM) {
            return solve(call.expansion(), values, point);
        } else if (operator == ComponentOperators.EXTRACT && call.argument(0) instanceof Variable v) {
            Series[] moved = point.get(v).clone();
            System.arraycopy(values, 0, moved, call.parameter(0), values.length);
            point.put(v, moved);
            return true;
        } else if (operator == ElementwiseOperators.SUBTRACT || operator == ElementwiseOperators.MULTIPLY
                || operator == ElementwiseOperators.DIVIDE) {
            return solve(call, 0, values, point)
                    || operator != ElementwiseOperators.DIVIDE && solve(call, 1, values, point);
        }
        return false;
    }

    private static boolean solve(Call call, int argument, Series[] values, Map<Variable, Series[]> point) {
        Formula unknown = call.argument(argument);
        if (unknown.dim() != call.dim()) {
            return false;
        }
        Series[] others = new Expansion(point).of(call.argument(1 - argument));
        Series[] needed = new Series[values.length];
        for (int k = 0; k < needed.length; k++) {
            Series other = others[others.length == 1 ? 0 : k];
            if (call.operator() == ElementwiseOperators.SUBTRACT) {
                needed[k] = argument == 0 ? values[k].plus(other) : other.minus(values[k]);
            } else {
                needed[k] = call.operator() == ElementwiseOperators.MULTIPLY
                        ? values[k].over(other)
                        : values[k].times(other);
            }
        }
        return solve(unknown, needed, point);
    }
}
