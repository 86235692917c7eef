package keops.formula;

import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.square;
import static keops.formula.Simplify.times;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Powers f^g and their derivatives. A constant exponent has the same meaning in every spelling: integers are products,
 * 1/2 is the square root, -1/2 its inverse, which is 0 at 0. The derivative of f^g at f = 0 is defined as 0 for {@code
 * 0 <= g < 1}, where it is infinite except for g = 0; so norms and Minkowski distances have gradient 0 where they are
 * 0.
 */
final class Exponents {
    /** The largest integer exponent that derivatives keep as an integer. */
    private static final double LARGEST_WHOLE = Integer.MAX_VALUE;

    private Exponents() {}

    /** f^g in scalar arithmetic. */
    static int value(Scalars s, Call call, int f, int g) {
        OptionalDouble exponent = Numbers.of(call.argument(1));
        if (exponent.isEmpty()) {
            return s.pow(f, g);
        }
        double p = exponent.getAsDouble();
        if (p == 0.5) {
            return s.sqrt(f);
        } else if (p == -0.5) {
            return inverseRoot(s, f);
        }
        return isWhole(p) ? Powers.integer(s, f, (int) p) : s.pow(f, g);
    }

    /** f^(-1/2), 0 at 0. */
    static int inverseRoot(Scalars s, int f) {
        return s.select(Comparison.EQUAL, f, s.constant(0), s.constant(0), s.divide(s.constant(1), s.sqrt(f)));
    }

    /** f^g as it stands in derivatives: 0 at f = 0 for {@code -1 <= g < 0}. */
    static int slope(Scalars s, Call call, int f, int g) {
        OptionalDouble exponent = Numbers.of(call.argument(1));
        if (exponent.isPresent() && exponent.getAsDouble() == -0.5) {
            return inverseRoot(s, f);
        }
        int power = value(s, call, f, g);
        int zero = s.constant(0);
        int atZero =
                s.select(Comparison.LESS, g, zero, s.select(Comparison.LESS, g, s.constant(-1), power, zero), power);
        return s.select(Comparison.EQUAL, f, zero, atZero, power);
    }

    private static boolean isWhole(double p) {
        return p == Math.rint(p) && Math.abs(p) <= LARGEST_WHOLE;
    }

    /** The derivative of f^g by f. */
    static Formula byBase(Formula f, Formula g) {
        OptionalDouble exponent = Numbers.of(g);
        if (exponent.isEmpty()) {
            return times(g, slope(f, minus(g, number(1))));
        }
        double p = exponent.getAsDouble();
        if (p == -0.5) {
            return times(-0.5, power(slope(f, number(-0.5)), 3));
        } else if (isWhole(p)) {
            return times(p, power(f, (long) p - 1));
        } else if (0 < p && p < 1) {
            return times(p, slope(f, number(p - 1)));
        }
        // A product with the derivative of the root, so that the next derivatives at 0 are right.
        return p > 0 && isWhole(2 * p)
                ? times(p, times(power(f, (long) (p - 0.5)), slope(f, number(-0.5))))
                : times(p, Call.of(ElementwiseOperators.POWF, f, number(p - 1)));
    }

    /** The derivative of f^g by g. 0^g is constant in g except at g = 0; ln 0 times it would be NaN. */
    static Formula byExponent(Formula f, Formula value) {
        Formula isZero = Call.of(ElementwiseOperators.EQUALS, f, number(0));
        return times(Call.of(ElementwiseOperators.LOG, plus(f, isZero)), value);
    }

    /**
     * The derivative by f of a power in a derivative: infinite at 0. {@link Coincidence} replaces it for the root of a
     * scalar.
     */
    static Formula ofSlope(Call call) {
        Formula f = call.argument(0);
        if (Coincidence.isSlopeOfRoot(call)) {
            return times(-0.5, power(call, 3));
        } else if (call.argument(1).equals(number(-0.5))) {
            return times(-0.5, Simplify.inverse(times(f, Call.of(ElementwiseOperators.SQRT, f))));
        }
        Formula g = call.argument(1);
        return times(g, Call.of(ElementwiseOperators.POWF, f, minus(g, number(1))));
    }

    /** f^g in derivatives. */
    static Formula slope(Formula f, Formula g) {
        return Call.of(ElementwiseOperators.POW_SLOPE, f, g);
    }

    /** f^m in derivatives: f^0 = 1, f^1 = f, f^2 as a square. */
    static Formula power(Formula f, long m) {
        if (m == 0) {
            return number(1);
        } else if (m == 1) {
            return f;
        } else if (m == 2) {
            return square(f);
        }
        return m < Integer.MIN_VALUE
                ? Call.of(ElementwiseOperators.POWF, f, number((double) m))
                : new Call(ElementwiseOperators.POW, List.of(f), List.of(List.of((int) m)));
    }
}
