package keops.formula;

import static keops.formula.Simplify.inverse;
import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.square;
import static keops.formula.Simplify.times;

/** The derivative of sin f / f: (cos f - sin f / f) / f, and for small f, where that cancels, its Taylor series. */
final class CardinalSine {
    /** The terms of the series that double precision sees where the series is used, |f| <= 1, two derivatives on. */
    private static final int TERMS = 11;

    private CardinalSine() {}

    /** 0 at 0, and smooth: it may be differentiated again. */
    static Formula derivative(Formula f) {
        Formula large = Simplify.minus(Call.of(ElementwiseOperators.ABS, f), number(1));
        // Both branches are computed: the one that is not taken must be finite, its derivatives too.
        Formula divisor = Call.of(ElementwiseOperators.IF_ELSE, large, f, number(1));
        Formula cosine = Call.of(ElementwiseOperators.COS, divisor);
        Formula sine = Call.of(ElementwiseOperators.SIN, divisor);
        Formula quotient = times(minus(cosine, times(sine, inverse(divisor))), inverse(divisor));
        Formula near = Call.of(ElementwiseOperators.IF_ELSE, large, number(0), f);
        return Call.of(ElementwiseOperators.IF_ELSE, large, quotient, series(near));
    }

    /** The sum over k >= 1 of (-1)^k 2k / (2k + 1)! f^(2k - 1), by Horner's rule. */
    private static Formula series(Formula f) {
        double[] coefficients = new double[TERMS + 1];
        double factorial = 1;
        for (int k = 1; k <= TERMS; k++) {
            factorial *= 2.0 * k * (2 * k + 1);
            coefficients[k] = (k % 2 == 0 ? 2.0 : -2.0) * k / factorial;
        }
        Formula sum = number(coefficients[TERMS]);
        for (int k = TERMS - 1; k >= 1; k--) {
            sum = plus(number(coefficients[k]), times(sum, square(f)));
        }
        return times(f, sum);
    }
}
