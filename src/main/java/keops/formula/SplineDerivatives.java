package keops.formula;

import static keops.formula.Simplify.extract;
import static keops.formula.Simplify.inverse;
import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.List;

/** The derivatives of B-splines by x, in closed form, and by their knots, through the recurrence. */
final class SplineDerivatives {
    private SplineDerivatives() {}

    static Formula pullback(Call call, int argument, Formula e) {
        Formula knots = call.argument(0);
        int order = call.parameter(0);
        if (order == 0) {
            return new Zero(call.argument(argument).dim());
        } else if (argument == 1) {
            return Simplify.sum(times(e, derivative(knots, call.argument(1), order)));
        }
        // The knots as a variable of their own, so that x, which may be made of them, stays what it is.
        Variable free = Substitute.freeVariable(knots.dim(), List.of(call, e));
        Formula gradient = Differentiate.gradient(splines(free, call.argument(1), order), free, e);
        return Substitute.apply(gradient, free, knots);
    }

    /**
     * The derivative of spline k by x is p (B_k / (t_(k+p) - t_k) - B_(k+1) / (t_(k+p+1) - t_(k+1))), B of order p - 1.
     */
    private static Formula derivative(Formula knots, Formula x, int order) {
        Formula lower = new Call(SpecialOperators.B_SPLINE, List.of(knots, x), List.of(List.of(order - 1)));
        Formula scaled = times(order, overSpans(lower, knots, order));
        int count = lower.dim() - 1;
        return minus(extract(scaled, 0, count), extract(scaled, 1, count));
    }

    /** The splines as formulas: those of order 0 are steps, the others mixtures of neighbours of one order less. */
    private static Formula splines(Formula knots, Formula x, int order) {
        Formula splines = new Call(SpecialOperators.B_SPLINE, List.of(knots, x), List.of(List.of(0)));
        for (int p = 1; p <= order; p++) {
            Formula scaled = overSpans(splines, knots, p);
            int count = splines.dim() - 1;
            splines = plus(
                    times(minus(repeated(x, count), extract(knots, 0, count)), extract(scaled, 0, count)),
                    times(minus(extract(knots, p + 1, count), repeated(x, count)), extract(scaled, 1, count)));
        }
        return splines;
    }

    /** Splines of order p - 1 over their spans t_(k+p) - t_k. On a span of length 0 the spline is 0, and stays so. */
    private static Formula overSpans(Formula splines, Formula knots, int p) {
        int count = splines.dim();
        Formula spans = minus(extract(knots, p, count), extract(knots, 0, count));
        Formula empty = Call.of(ElementwiseOperators.EQUALS, spans, number(0));
        return times(splines, inverse(plus(spans, empty)));
    }
}
