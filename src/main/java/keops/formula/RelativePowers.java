package keops.formula;

import static keops.formula.Comparison.LESS;
import static keops.formula.Operator.named;
import static keops.formula.Simplify.negative;
import static keops.formula.Simplify.number;

/**
 * Operators of derivatives of exponential sums, which are not in the table: exponentials relative to the result of a
 * reduction of the same exponents. The exponents are rounded before the subtraction, so that they have the same bits as
 * in the reduction.
 */
final class RelativePowers {
    private RelativePowers() {}

    /** A formula rounded to the compute type. */
    static final Operator ROUNDED = named("Rounded").usage("f").mathematics("f, as it is rounded")
            .partials(_ -> number(1))
            .elementwise((s, c, a) -> s.rounded(a[0]));

    /** An exponential whose exponent does not exceed the second argument, except for infinities. */
    static final Operator POWER_UP_TO_ONE = named("PowerUpToOne").usage("f", "g").mathematics("min(e^(f - g), 1)")
            .partials(c -> c, c -> negative(c))
            .elementwise((s, c, a) -> {
                int exponent = s.subtract(s.rounded(a[0]), a[1]);
                return s.exp(s.select(LESS, s.constant(0), exponent, s.constant(0), exponent));
            });
}
