package keops.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Second and higher derivatives of formulas in a magnitude |f|, where a component of f is 0. The slope of |f| counts as 0
 * there, and its own would be 0 everywhere; while functions that are smooth in f^2 have derivatives. With 1 in the place of
 * the 0 they are the limit from one side. It is taken if it is that from the other side, too; else the derivative where a
 * component of f is 0 is NaN.
 *
 * @param f the formula under the magnitude
 */
record Kink(Formula f) {
    private static final int CONVENTION = 0;
    private static final int FROM_ABOVE = 1;
    /** In the place of a derivative of the slope. */
    static final int SEEN = 2;

    /** The slope of |f| in first derivatives: 0 where f is 0. */
    static Formula slope(Formula f) {
        return slope(f, CONVENTION);
    }

    /** The slope of |f|, 0 where f is 0, or 1. */
    static Formula slope(Formula f, int atZero) {
        return new Call(ElementwiseOperators.ABS_SLOPE, List.of(f), List.of(List.of(atZero)));
    }

    /** The formula with the slopes as limits from above. */
    static Formula fromAbove(Formula formula, List<Kink> kinks) {
        Map<Formula, Formula> slopes = new LinkedHashMap<>();
        kinks.forEach(kink -> slopes.put(slope(kink.f), slope(kink.f, FROM_ABOVE)));
        return kinks.isEmpty() ? formula : Substitute.apply(formula, slopes);
    }

    /**
     * A derivative that is right where components are 0.
     *
     * @param before the formula that was differentiated
     * @param derivative with slopes as limits from above
     * @param undefined gives it with NaN in the place of what a magnitude has a part in
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

    /** Whether the slope is part of a formula. */
    boolean isIn(Formula formula) {
        return IntStream.rangeClosed(CONVENTION, SEEN).anyMatch(n -> Substitute.contains(formula, slope(f, n)));
    }
}
