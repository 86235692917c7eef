package keops.formula;

import static keops.formula.Comparison.EQUAL;
import static keops.formula.Comparison.LESS;
import static keops.formula.Comparison.LESS_OR_EQUAL;
import static keops.formula.Operator.named;
import static keops.formula.Simplify.inverse;
import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.negative;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.over;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.square;
import static keops.formula.Simplify.times;

import java.util.List;
import java.util.Optional;

/**
 * The operators that act component by component. Each row: how it is written, its mathematics, its partial
 * derivatives, its value in scalar arithmetic. The values at the edges (0, NaN, infinities) are what the rows say, in
 * IEEE arithmetic.
 */
final class ElementwiseOperators {
    private ElementwiseOperators() {}

    // Arithmetic, written with signs.
    static final Operator ADD = named("Add").called("a sum").usage("f", "g").mathematics("f + g")
            .partials(_ -> number(1), _ -> number(1))
            .elementwise((s, c, a) -> s.add(a[0], a[1]));
    static final Operator SUBTRACT = named("Subtract").called("a difference").usage("f", "g").mathematics("f - g")
            .partials(_ -> number(1), _ -> number(-1))
            .elementwise((s, c, a) -> s.subtract(a[0], a[1]));
    static final Operator MULTIPLY = named("Mult").called("a product").usage("f", "g").mathematics("f g")
            .partials(c -> c.argument(1), c -> c.argument(0))
            .elementwise((s, c, a) -> s.multiply(a[0], a[1]));
    static final Operator DIVIDE = named("Divide").called("a quotient").usage("f", "g").mathematics("f / g")
            .partials(c -> inverse(c.argument(1)), c -> negative(over(c, c.argument(1))))
            .elementwise((s, c, a) -> s.divide(a[0], a[1]));
    static final Operator MINUS = named("Minus").usage("f").mathematics("-f")
            .partials(_ -> number(-1))
            .elementwise((s, c, a) -> s.negate(a[0]));

    // Comparisons: 1 or 0, false for NaN but for NotEqual.
    static final Operator EQUALS = named("Equal").called("a comparison").usage("f", "g")
            .mathematics("1 if f = g, else 0")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.indicator(EQUAL, a[0], a[1]));
    static final Operator NOT_EQUAL = named("NotEqual").called("a comparison").usage("f", "g")
            .mathematics("0 if f = g, else 1")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.select(EQUAL, a[0], a[1], s.constant(0), s.constant(1)));
    static final Operator LESS_THAN = named("LessThan").called("a comparison").usage("f", "g")
            .mathematics("1 if f < g, else 0")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.indicator(LESS, a[0], a[1]));
    static final Operator AT_MOST = named("LessOrEqual").called("a comparison").usage("f", "g")
            .mathematics("1 if f <= g, else 0")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.indicator(LESS_OR_EQUAL, a[0], a[1]));

    // Powers.
    static final Operator INV = named("Inv").usage("f").mathematics("1 / f")
            .partials(c -> negative(square(c)))
            .elementwise((s, c, a) -> s.divide(s.constant(1), a[0]));
    static final Operator SQUARE = named("Square").usage("f").mathematics("f^2")
            .partials(c -> times(2, c.argument(0)))
            .elementwise((s, c, a) -> s.square(a[0]));
    static final Operator SQRT = named("Sqrt").usage("f").mathematics("f^(1/2)")
            .partials(c -> times(0.5, Exponents.slope(c.argument(0), number(-0.5))))
            .elementwise((s, c, a) -> s.sqrt(a[0]));
    static final Operator RSQRT = named("Rsqrt").usage("f").mathematics("f^(-1/2); 0 at 0")
            .partials(c -> Exponents.byBase(c.argument(0), number(-0.5)))
            .elementwise((s, c, a) -> Exponents.inverseRoot(s, a[0]));
    static final Operator POW = named("Pow").usage("f", "m:number").mathematics("f^m, m a whole number")
            .partials(c -> times(c.parameter(0), Exponents.power(c.argument(0), c.parameter(0) - 1L)))
            .elementwise((s, c, a) -> Powers.integer(s, a[0], c.parameter(0)));
    static final Operator POWF = named("Powf").usage("f", "g").mathematics("f^g")
            .partials(c -> Exponents.byBase(c.argument(0), c.argument(1)), c -> Exponents.byExponent(c.argument(0), c))
            .elementwise((s, c, a) -> Exponents.value(s, c, a[0], a[1]));
    static final Operator POW_SLOPE = named("PowSlope").usage("f", "g")
            .mathematics("f^g in derivatives: 0 at f = 0 for -1 <= g < 0")
            .partials(Exponents::ofSlope, c -> Exponents.byExponent(c.argument(0), c))
            .elementwise((s, c, a) -> Exponents.slope(s, c, a[0], a[1]));

    // Exponentials and logarithms.
    static final Operator EXP = named("Exp").usage("f").mathematics("e^f")
            .partials(c -> c)
            .elementwise((s, c, a) -> s.exp(a[0]));
    static final Operator LOG = named("Log").usage("f").mathematics("ln f")
            .partials(c -> inverse(c.argument(0)))
            .elementwise((s, c, a) -> s.log(a[0]));
    static final Operator LOG1P = named("Log1p").usage("f").mathematics("ln(1 + f), accurate for small f")
            .partials(c -> inverse(plus(c.argument(0), number(1))))
            .elementwise((s, c, a) -> s.log1p(a[0]));
    static final Operator XLOGX = named("XLogX").usage("f").mathematics("f ln f; 0 at 0")
            .partials(c -> LogarithmicSlope.of(c.argument(0)))
            .elementwise((s, c, a) -> s.select(
                    EQUAL, a[0], s.constant(0), s.constant(0), s.multiply(a[0], s.log(a[0]))));
    static final Operator SIGMOID = named("Sigmoid").usage("f").mathematics("1 / (1 + e^-f)")
            .partials(c -> times(c, minus(number(1), c)))
            .elementwise((s, c, a) ->
                    s.divide(s.constant(1), s.add(s.constant(1), s.exp(s.negate(a[0])))));
    static final Operator SOFTPLUS = named("Softplus").usage("f").mathematics("ln(1 + e^f)")
            .partials(c -> Call.of(ElementwiseOperators.SIGMOID, c.argument(0)))
            .elementwise((s, c, a) -> s.add(
                    s.select(LESS, a[0], s.constant(0), s.constant(0), a[0]),
                    s.log1p(s.exp(s.negate(s.abs(a[0]))))));
    static final Operator TANH = named("Tanh").usage("f").mathematics("tanh f")
            .partials(c -> minus(number(1), square(c)))
            .elementwise((s, c, a) -> s.tanh(a[0]));

    // Trigonometry.
    static final Operator SIN = named("Sin").usage("f").mathematics("sin f")
            .partials(c -> Call.of(ElementwiseOperators.COS, c.argument(0)))
            .elementwise((s, c, a) -> s.sin(a[0]));
    static final Operator COS = named("Cos").usage("f").mathematics("cos f")
            .partials(c -> negative(Call.of(ElementwiseOperators.SIN, c.argument(0))))
            .elementwise((s, c, a) -> s.cos(a[0]));
    static final Operator SINXDIVX = named("SinXDivX").usage("f").mathematics("sin f / f; 1 at 0")
            .partials(c -> CardinalSine.derivative(c.argument(0)))
            .elementwise((s, c, a) -> s.select(
                    EQUAL, a[0], s.constant(0), s.constant(1), s.divide(s.sin(a[0]), a[0])));
    static final Operator ASIN = named("Asin").usage("f").mathematics("arcsin f")
            .partials(c -> sineOfAngle(c.argument(0)))
            .elementwise((s, c, a) -> s.asin(a[0]));
    static final Operator ACOS = named("Acos").usage("f").mathematics("arccos f")
            .partials(c -> negative(sineOfAngle(c.argument(0))))
            .elementwise((s, c, a) -> s.acos(a[0]));
    static final Operator ATAN = named("Atan").usage("f").mathematics("arctan f")
            .partials(c -> inverse(plus(number(1), square(c.argument(0)))))
            .elementwise((s, c, a) -> s.atan(a[0]));
    static final Operator ATAN2 = named("Atan2").usage("f", "g").mathematics("the angle of the point (g, f)")
            .partials(
                    c -> over(c.argument(1), plus(square(c.argument(0)), square(c.argument(1)))),
                    c -> negative(over(c.argument(0), plus(square(c.argument(0)), square(c.argument(1))))))
            .elementwise((s, c, a) -> s.atan2(a[0], a[1]));

    // Pieces.
    static final Operator ABS = named("Abs").usage("f").mathematics("|f|")
            .partials(c -> Kink.slope(c.argument(0)))
            .elementwise((s, c, a) -> s.abs(a[0]));
    static final Operator ABS_SLOPE = named("AbsSlope").usage("f", "n:number")
            .mathematics("-1 or 1, the slope of |f|; at f = 0 it is 0 for n = 0, as in first derivatives, else 1")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.subtract(
                    s.indicator(c.parameter(0) == 0 ? LESS : LESS_OR_EQUAL, s.constant(0), a[0]),
                    s.indicator(LESS, a[0], s.constant(0))));
    static final Operator SIGN = named("Sign").usage("f").mathematics("-1, 0 or 1; 0 for NaN")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.subtract(
                    s.indicator(LESS, s.constant(0), a[0]), s.indicator(LESS, a[0], s.constant(0))));
    static final Operator STEP = named("Step").usage("f").mathematics("0 if f < 0, else 1")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.select(LESS, a[0], s.constant(0), s.constant(0), s.constant(1)));
    static final Operator RELU = named("ReLU").usage("f").mathematics("0 if f < 0, else f")
            .choice((c, _) -> Optional.of(List.of(new Guard(c.argument(0), true))))
            .elementwise((s, c, a) -> s.select(LESS, a[0], s.constant(0), s.constant(0), a[0]));
    static final Operator FLOOR = named("Floor").usage("f").mathematics("the largest whole number <= f")
            .piecewiseConstant()
            .elementwise((s, c, a) -> s.floor(a[0]));
    static final Operator ROUND = named("Round").usage("f", "d:number")
            .mathematics("f to d decimals, half away from zero")
            .piecewiseConstant()
            .elementwise((s, c, a) -> Powers.round(s, a[0], c.parameter(0)));
    static final Operator CLAMP = named("Clamp").usage("f", "a", "b")
            .mathematics("a if f < a, else b if f > b, else f")
            .choice((c, k) -> Optional.of(clamped(c.argument(0), c.argument(1), c.argument(2), k)))
            .elementwise((s, c, a) -> s.select(
                    LESS, a[0], a[1], a[1], s.select(LESS, a[2], a[0], a[2], a[0])));
    static final Operator CLAMP_INT = named("ClampInt").usage("f", "a:number", "b:number")
            .mathematics("Clamp with whole numbers a, b")
            .choice((c, _) ->
                    Optional.of(clamped(c.argument(0), number(c.parameter(0)), number(c.parameter(1)), 0)))
            .elementwise((s, c, a) -> {
                int low = s.constant(c.parameter(0));
                int high = s.constant(c.parameter(1));
                return s.select(LESS, a[0], low, low, s.select(LESS, high, a[0], high, a[0]));
            });
    static final Operator IF_ELSE = named("IfElse").usage("f", "a", "b").mathematics("a if f >= 0, else b")
            .choice((c, k) -> k == 0
                    ? Optional.empty()
                    : Optional.of(List.of(new Guard(c.argument(0), k == 1))))
            .elementwise((s, c, a) -> s.select(LESS_OR_EQUAL, s.constant(0), a[0], a[1], a[2]));
    static final Operator AT_ZERO = named("AtZero").usage("f", "a", "b")
            .mathematics("a if f = 0, else b; where f changes, so does the value as b does: a is its limit")
            .choice((c, k) -> k == 0
                    ? Optional.empty()
                    : Optional.of(List.of(new Guard(negative(Call.of(NOT_EQUAL, c.argument(0), number(0))), k == 1))))
            .elementwise((s, c, a) -> s.select(EQUAL, a[0], s.constant(0), a[1], a[2]));
    static final Operator MOD = named("Mod").usage("f", "n", "off")
            .mathematics("f - n floor((f - off) / n)")
            .partials(_ -> number(1),
                    c -> negative(Call.of(
                            ElementwiseOperators.FLOOR, over(minus(c.argument(0), c.argument(2)), c.argument(1)))),
                    _ -> number(0))
            .elementwise((s, c, a) -> s.subtract(
                    a[0], s.multiply(a[1], s.floor(s.divide(s.subtract(a[0], a[2]), a[1])))));

    /** (1 - f^2)^(-1/2): the derivative of arcsin; 0 at 1 and -1, where it has none. */
    private static Formula sineOfAngle(Formula f) {
        return Exponents.slope(minus(number(1), square(f)), number(-0.5));
    }

    /** Where Clamp is f, a or b: the lower bound is tested first, and a comparison with NaN lets f through. */
    private static List<Guard> clamped(Formula f, Formula a, Formula b, int argument) {
        return switch (argument) {
            case 0 -> List.of(Guard.less(f, a, false), Guard.less(b, f, false));
            case 1 -> List.of(Guard.less(f, a, true));
            default -> List.of(Guard.less(f, a, false), Guard.less(b, f, true));
        };
    }

    static final List<Operator> TABLE = List.of(
            ADD, SUBTRACT, MULTIPLY, DIVIDE, MINUS, EQUALS, NOT_EQUAL, LESS_THAN, AT_MOST, INV, SQUARE, SQRT, RSQRT,
            POW, POWF, POW_SLOPE, EXP, LOG, LOG1P, XLOGX, SIGMOID, SOFTPLUS, TANH, SIN, COS, SINXDIVX, ASIN, ACOS, ATAN,
            ATAN2, ABS, ABS_SLOPE, SIGN, STEP, RELU, FLOOR, ROUND, CLAMP, CLAMP_INT, IF_ELSE, AT_ZERO, MOD);
}
