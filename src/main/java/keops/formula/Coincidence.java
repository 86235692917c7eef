package keops.formula;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import keops.error.FormulaException;

/**
 * Second and higher derivatives of formulas in a root, such as |x - y|, where what stands under it is 0. The chain rule
 * gives 0 times infinity there, while functions that are smooth in |x - y|^2 have derivatives. So the limit is derived
 * as a formula: with x - y = 0, and the root t and its inverse r as variables, a derivative is {@code a(t) + b(t) r},
 * and with {@code b(0) = 0} its limit is {@code a(0) + b'(0)}. It is used if derivative and limit agree, as power
 * series, where random points approach each other along random lines; else the derivative at the root's zero is NaN.
 */
final class Coincidence {
    /** If a formula has more roots than this, the derivative is NaN where several of them are 0. */
    private static final int MOST_ROOTS = 3;
    private static final Formula NAN = Call.of(ElementwiseOperators.DIVIDE, new Constant(0), new Constant(0));

    private final Formula root;
    private final Formula expandedRoot;
    private final List<Formula> zeros;

    private Coincidence(Formula root) {
        this.root = root;
        this.expandedRoot = withoutNumber(Rewrite.expanded(root, Coincidence::ordered));
        this.zeros = zeros(expandedRoot);
    }

    /** Whether a call is the derivative of the square root of a scalar, as it stands in first derivatives. */
    static boolean isSlopeOfRoot(Formula f) {
        return f instanceof Call call && call.operator() == ElementwiseOperators.POW_SLOPE && call.dim() == 1
                && call.argument(1).equals(Simplify.number(-0.5));
    }

    /**
     * A derivative by a variable that is right where roots are 0.
     *
     * @param before the formula that was differentiated
     * @param derivative as the chain rule gives it
     * @param variable the variable
     * @param slopes the slopes of roots in the formula that was differentiated
     */
    static Formula settled(Formula before, Formula derivative, Variable variable, List<Call> slopes) {
        var roots = new LinkedHashMap<Formula, Coincidence>();
        for (Call slope : slopes) {
            // Under guards, only what is chosen has a part in it.
            if (Substitute.variables(List.of(slope)).contains(variable) && Substitute.contains(derivative, slope)) {
                var coincidence = new Coincidence(slope.argument(0));
                roots.putIfAbsent(coincidence.expandedRoot, coincidence);
            }
        }
        return Simplify.isZero(derivative) ? derivative : settled(before, derivative, List.copyOf(roots.values()));
    }

    private static Formula settled(Formula before, Formula derivative, List<Coincidence> roots) {
        if (roots.isEmpty()) {
            return derivative;
        }
        List<Coincidence> others = roots.subList(1, roots.size());
        Coincidence first = roots.getFirst();
        Formula limit = roots.size() > MOST_ROOTS
                ? undefined(derivative)
                : settled(before, first.limit(before, derivative), others);
        return Simplify.atZero(first.root, limit, settled(before, derivative, others));
    }

    /** NaN, as a multiple of the derivative, so that it stays NaN if differentiated by a cotangent. */
    static Formula undefined(Formula derivative) {
        return Simplify.times(NAN, derivative);
    }

    /** Whether a limit may be NaN or infinite. */
    static boolean isUndefined(Formula limit) {
        return Substitute.contains(limit, NAN);
    }

    private Formula limit(Formula before, Formula derivative) {
        try {
            return (zeros.isEmpty() ? Optional.<Formula>empty() : candidate(derivative))
                    .filter(limit -> new Approach(zeros, false).agrees(before, derivative, limit, this::isRoot))
                    .orElseGet(() -> undefined(derivative));
        } catch (FormulaException tooLarge) {
            return undefined(derivative);
        }
    }

    /** Whether the root is that of a positive quadratic form along a line. */
    private boolean isRoot(Expansion line) {
        Series under = line.of(root)[0];
        return under.order() == 2 && under.sign() > 0;
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
     * A normal form of what is spelled differently only: (y - x)^2 and f f become squares in one order, and numbers are
     * moved out of roots.
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
        if (operator == ElementwiseOperators.POWF) {
            double exponent = Numbers.of(call.argument(1)).orElse(0);
            if (Math.abs(exponent) == 0.5) {
                Operator root = exponent > 0 ? ElementwiseOperators.SQRT : ElementwiseOperators.RSQRT;
                return ordered(Call.of(root, call.argument(0)));
            }
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

    /** The vectors that are 0 where a sum of squares is 0; none if that is not known. */
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

    /** A vector and what vanishes with it: the difference in a (x - y), in (x - y) / a, and its negative. */
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
}
