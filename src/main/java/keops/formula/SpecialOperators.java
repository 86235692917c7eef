package keops.formula;

import static keops.formula.Operator.named;

import java.util.List;
import keops.error.FormulaException;

/** Special functions and those that are algorithms. */
final class SpecialOperators {
    private SpecialOperators() {}

    static final Operator ERF = named("Erf").usage("f")
            .mathematics("the error function: 2/sqrt(pi) times the integral of e^(-t^2) from 0 to f")
            .partials(c -> Simplify.times(2 / Math.sqrt(Math.PI),
                    Call.of(ElementwiseOperators.EXP, Simplify.negative(Simplify.square(c.argument(0))))))
            .elementwise((s, c, a) -> ErrorFunction.of(s, a[0]));
    static final Operator B_SPLINE = named("BSpline").usage("knots", "x", "order:number")
            .mathematics("the B-splines of an order (Cox-de Boor): 1 on knots_k <= x < knots_(k+1) for order 0")
            .dimensions("K, 1 -> K - order - 1", (a, p) -> {
                int order = p.getFirst().getFirst();
                Dimensions.require(a.get(1).dim() == 1, "BSpline needs a scalar x", a.get(1));
                if (order < 0) {
                    throw new FormulaException("the order of a B-spline is 0 or more, but is " + order);
                }
                Dimensions.require(a.get(0).dim() >= order + 2L,
                        "BSpline of order " + order + " needs at least " + (order + 2L) + " knots", a.get(0));
                return a.get(0).dim() - order - 1;
            })
            .pullback(SplineDerivatives::pullback)
            .value((s, c, a) -> Splines.of(s, a[0], a[1][0], c.parameter(0)));

    // Equal parts of formulas are computed once anyway: these two change nothing.
    static final Operator FACTORIZE = named("Factorize").usage("f", "g").mathematics("f")
            .dimensions("D, E -> D", (a, p) -> a.getFirst().dim())
            .definition(c -> c.argument(0));
    static final Operator AUTO_FACTORIZE = named("AutoFactorize").usage("f").mathematics("f")
            .dimensions("D -> D", (a, p) -> a.getFirst().dim())
            .definition(c -> c.argument(0));

    static final List<Operator> TABLE = List.of(ERF, B_SPLINE, FACTORIZE, AUTO_FACTORIZE);
}
