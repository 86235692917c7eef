package keops.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Second and higher derivatives of formulas of an absolute value |f|, where a component of f is 0. The derivative of
 * |f| is defined as 0 there, and the derivative of that would be 0 everywhere, although functions that are smooth in
 * f^2 have derivatives. With 1 in place of that 0, the formula gives the limit from one side. It is used if the limit
 * from the other side is the same; else the derivative where a component of f is 0 is NaN.
 *
 * @param f the argument of the absolute value
 */
record Kink(Formula f) {
    private static final int CONVENTION = 0;
    private static final int FROM_ABOVE = 1;
    /** Stands for a derivative of the sign. */
    static final int SEEN = 2;

    /** The sign of f in first derivatives: 0 where f is 0. */
    static Formula slope(Formula f) {
        return slope(f, CONVENTION);
    }

    /** The sign of f; where f is 0, it is {@code atZero}, 0 or 1. */
    static Formula slope(Formula f, int atZero) {
        return new Call(ElementwiseOperators.ABS_SLOPE, List.of(f), List.of(List.of(atZero)));
    }

    /** The formula with the signs as limits from above. */
    static Formula fromAbove(Formula formula, List<Kink> kinks) {
        Map<Formula, Formula> slopes = new LinkedHashMap<>();
        kinks.forEach(kink -> slopes.put(slope(kink.f), slope(kink.f, FROM_ABOVE)));
        return kinks.isEmpty() ? formula : Substitute.apply(formula, slopes);
    }

    /**
     * A derivative that is right where components are 0.
     *
     * @param before the formula that was differentiated
     * @param derivative with signs as limits from above
     * @param undefined gives it with NaN in place of the terms that contain an absolute value
     */
    static Formula settled(Formula before, Formula derivative, List<Kink> kinks, Function<Kink, Formula> undefined) {
        Formula settled = derivative;
        for (Kink kink : kinks) {
            if (!new Approach(List.of(kink.f), true).agrees(before, derivative, derivative, _ -> true)) {
                Formula zero = kink.f.dim() == 1
                        ? kink.f
                        : Call.of(ComponentOperators.MIN, Call.of(ElementwiseOperators.ABS, kink.f));
                settled = Simplify.atZero(zero, undefined.apply(kink), settled);
            }
        }
        return settled;
    }

    /** Whether the sign is part of a formula. */
    boolean isIn(Formula formula) {
        return IntStream.rangeClosed(CONVENTION, SEEN).anyMatch(n -> Substitute.contains(formula, slope(f, n)));
    }
}
