package keops.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keops.error.FormulaException;

/**
 * Second and higher derivatives of formulas in a root, such as |x - y|, where what stands under it is 0. The chain rule
 * gives 0 times infinity there, while functions that are smooth in |x - y|^2 have derivatives. So the limit is made as a
 * formula: with x - y = 0, and the root t and its inverse r as variables, a derivative is {@code a(t) + b(t) r}, and with
 * {@code b(0) = 0} its limit is {@code a(0) + b'(0)}. It is taken if derivative and limit agree, as power series, where
 * points at random come together along random lines; else the derivative at the root's zero is NaN.
 */
final class Coincidence {
    private static final int POINTS = 12;
    /** So many points must be within the domains of all functions. */
    private static final int ENOUGH = 3;
    private static final double TOLERANCE = 1e-8;
    /** More roots than this in one formula: where several are 0 at once, the derivative is NaN. */
    private static final int MOST_ROOTS = 3;

    private final Formula root;
    private final Formula expandedRoot;
    private final List<Formula> zeros;

    private Coincidence(Formula root) {
        this.root = root;
        this.expandedRoot = withoutNumber(Rewrite.expanded(root, Coincidence::ordered));
        this.zeros = zeros(expandedRoot);
    }

    /** Whether a call is the slope of the square root of a scalar, as the first derivative has it. */
    static boolean isSlopeOfRoot(Formula f) {
        return f instanceof Call call && call.operator() == ElementwiseOperators.POW_SLOPE && call.dim() == 1
                && call.argument(1).equals(Simplify.number(-0.5));
    }

    /**
     * A derivative by a variable that is right where roots are 0.
     *
     * @param derivative as the chain rule gives it
     * @param variable the variable
     * @param slopes the slopes of roots in the formula that was differentiated
     */
    static Formula settled(Formula derivative, Variable variable, List<Call> slopes) {
        var roots = new LinkedHashMap<Formula, Coincidence>();
        for (Call slope : slopes) {
            if (Substitute.variables(List.of(slope)).contains(variable)) {
                var coincidence = new Coincidence(slope.argument(0));
                roots.putIfAbsent(coincidence.expandedRoot, coincidence);
            }
        }
        return Simplify.isZero(derivative) ? derivative : settled(derivative, List.copyOf(roots.values()));
    }

    private static Formula settled(Formula derivative, List<Coincidence> roots) {
        if (roots.isEmpty()) {
            return derivative;
        }
        List<Coincidence> others = roots.subList(1, roots.size());
        Coincidence first = roots.getFirst();
        Formula limit = roots.size() > MOST_ROOTS
                ? undefined(derivative)
                : settled(first.limit(derivative), others);
        return Simplify.atZero(first.root, limit, settled(derivative, others));
    }

    /** NaN, as a multiple of the derivative: it is still one when cotangents are differentiated by. */
    private static Formula undefined(Formula derivative) {
        return Simplify.times(Call.of(ElementwiseOperators.DIVIDE, new Constant(0), new Constant(0)), derivative);
    }

    private Formula limit(Formula derivative) {
        try {
            return (zeros.isEmpty() ? Optional.<Formula>empty() : candidate(derivative))
                    .filter(limit -> agrees(derivative, limit))
                    .orElseGet(() -> undefined(derivative));
        } catch (FormulaException tooLarge) {
            return undefined(derivative);
        }
    }

    private Optional<Formula> candidate(Formula derivative) {
        Variable t = Substitute.freeVariable(1, List.of(derivative, root));
        Variable r = Substitute.freeVariable(1, List.of(derivative, root, t));
        var parts = new HashMap<Formula, Formula>();
        zeros.stream().flatMap(Coincidence::vanishing).forEach(zero -> parts.put(zero, new Zero(zero.dim())));
        parts.put(Call.of(ElementwiseOperators.SQRT, expandedRoot), t);
        parts.put(Call.of(ElementwiseOperators.RSQRT, expandedRoot), r);
        parts.put(Call.of(ElementwiseOperators.POW_SLOPE, expandedRoot, Simplify.number(-0.5)), r);
        Formula apart = Rewrite.expanded(derivative, call -> call.operator() == ElementwiseOperators.AT_ZERO
                        && withoutNumber(call.argument(0)).equals(expandedRoot)
                ? Simplify.repeated(call.argument(2), call.dim())
                : ordered(call));
        Formula along = Rewrite.folded(apart, parts);
        Formula inverse = Rewrite.folded(Differentiate.directional(along, r, Simplify.number(1)), Map.of());
        if (Substitute.variables(List.of(inverse)).contains(r)) {
            return Optional.empty();
        }
        Formula slope = Differentiate.directional(inverse, t, Simplify.number(1));
        Map<Formula, Formula> atZero = Map.of(t, new Constant(0), r, new Constant(0));
        return Optional.of(Simplify.plus(
                Simplify.repeated(Rewrite.folded(along, atZero), derivative.dim()), Rewrite.folded(slope, atZero)));
    }

    /**
     * The same for what differs in the writing only: (y - x)^2 and f f are squares in one order, numbers come out of roots.
     */
    private static Formula ordered(Call call) {
        Operator operator = call.operator();
        if (operator == ElementwiseOperators.MULTIPLY && call.argument(0).equals(call.argument(1))) {
            return ordered(Call.of(ElementwiseOperators.SQUARE, call.argument(0)));
        } else if (operator == ElementwiseOperators.SQUARE && call.argument(0) instanceof Call inner) {
            if (inner.operator() == ElementwiseOperators.MINUS) {
                return ordered(Call.of(ElementwiseOperators.SQUARE, inner.argument(0)));
            }
            return isDifference(inner) && inner.argument(0).hashCode() > inner.argument(1).hashCode()
                    ? Call.of(ElementwiseOperators.SQUARE, opposite(inner))
                    : call;
        }
        boolean isInverse = operator == ElementwiseOperators.RSQRT || isSlopeOfRoot(call);
        if (operator == ElementwiseOperators.SQRT || isInverse) {
            Product product = Product.of(call.argument(0));
            if (product.coefficient() > 0 && product.coefficient() != 1 && product.scalar() != null) {
                var arguments = new ArrayList<>(call.children());
                arguments.set(0, product.withoutNumber().formula());
                return Simplify.times(Math.pow(product.coefficient(), isInverse ? -0.5 : 0.5),
                        new Call(operator, arguments, List.of()));
            }
        }
        return call;
    }

    private static Formula withoutNumber(Formula f) {
        Product product = Product.of(f);
        return product.coefficient() > 0 && product.scalar() != null ? product.withoutNumber().formula() : f;
    }

    private static Formula opposite(Call difference) {
        return Call.of(ElementwiseOperators.SUBTRACT, difference.argument(1), difference.argument(0));
    }

    /** What is 0 where a sum of squares is: the vectors that are squared; nothing where that is not seen. */
    private static List<Formula> zeros(Formula f) {
        if (!(f instanceof Call call)) {
            return List.of();
        }
        Operator operator = call.operator();
        if (operator == VectorOperators.SUM || operator == VectorOperators.SUM_T) {
            return zeros(call.argument(0));
        } else if (operator == ElementwiseOperators.SQUARE) {
            return List.of(call.argument(0));
        } else if (operator == ElementwiseOperators.DIVIDE) {
            return zeros(call.argument(0));
        } else if (operator == ElementwiseOperators.ADD) {
            List<Formula> first = zeros(call.argument(0));
            List<Formula> second = zeros(call.argument(1));
            return first.isEmpty() || second.isEmpty()
                    ? List.of()
                    : Stream.of(first, second).flatMap(List::stream).toList();
        } else if (operator == ElementwiseOperators.MULTIPLY) {
            Formula g = call.argument(0);
            Formula h = call.argument(1);
            if (g.equals(h) || h instanceof Call product && product.children().contains(g)) {
                return List.of(g);
            }
            List<Formula> first = zeros(g);
            return first.isEmpty() ? zeros(h) : first;
        }
        return List.of();
    }

    /** A vector that is 0, and what must be 0 for that: the difference in a (x - y), in (x - y) / a, and its opposite. */
    private static Stream<Formula> vanishing(Formula zero) {
        if (!(zero instanceof Call call)) {
            return Stream.of(zero);
        }
        Operator operator = call.operator();
        if (operator == ElementwiseOperators.SUBTRACT) {
            return Stream.of(zero, opposite(call));
        } else if (operator == ElementwiseOperators.MINUS || operator == ElementwiseOperators.DIVIDE) {
            return Stream.concat(Stream.of(zero), vanishing(call.argument(0)));
        } else if (operator == ElementwiseOperators.MULTIPLY) {
            return Stream.concat(Stream.of(zero), vanishing(call.argument(isDifference(call.argument(0)) ? 0 : 1)));
        }
        return Stream.of(zero);
    }

    private static boolean isDifference(Formula f) {
        return f instanceof Call call && call.operator() == ElementwiseOperators.SUBTRACT;
    }

    private boolean agrees(Formula derivative, Formula limit) {
        var random = new SplittableRandom(1);
        int inside = 0;
        for (int n = 0; n < POINTS; n++) {
            Map<Variable, Series[]> point = draw(random, n < POINTS / 2 ? 0.2 : -1, derivative, limit, root);
            for (Formula zero : zeros) {
                Series[] line = random.doubles(zero.dim(), 0.5, 1)
                        .mapToObj(w -> Series.line(0, random.nextBoolean() ? w : -w))
                        .toArray(Series[]::new);
                if (!solve(zero, line, point)) {
                    return false;
                }
            }
            // Rows and columns of the same number, and of others.
            var expansion = new Expansion(point, 3, n % 2 == 0 ? 3 : 5);
            Series under = expansion.of(root)[0];
            double[] made = Arrays.stream(expansion.of(derivative)).mapToDouble(Coincidence::limit).toArray();
            double[] expected = Arrays.stream(expansion.of(limit)).mapToDouble(Series::value).toArray();
            double scale = 1 + Arrays.stream(expected).map(Math::abs).max().orElse(0);
            boolean isInside = under.order() == 2 && under.sign() > 0 && Double.isFinite(scale)
                    && Arrays.stream(made).noneMatch(Double::isNaN);
            inside += isInside ? 1 : 0;
            for (int k = 0; isInside && k < made.length; k++) {
                if (!(Math.abs(made[k] - expected[k]) <= TOLERANCE * scale)) {
                    return false;
                }
            }
        }
        return inside >= ENOUGH;
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
        } else if (operator == ComponentOperators.EXTRACT && call.argument(0) instanceof Variable v) {
            Series[] moved = point.get(v).clone();
            System.arraycopy(values, 0, moved, call.parameter(0), values.length);
            point.put(v, moved);
            return true;
        } else if (operator == ElementwiseOperators.SUBTRACT || operator == ElementwiseOperators.MULTIPLY
                || operator == ElementwiseOperators.DIVIDE) {
            return solve(call, 0, values, point) || operator != ElementwiseOperators.DIVIDE && solve(call, 1, values, point);
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
                needed[k] = call.operator() == ElementwiseOperators.MULTIPLY ? values[k].over(other) : values[k].times(other);
            }
        }
        return solve(unknown, needed, point);
    }
}
