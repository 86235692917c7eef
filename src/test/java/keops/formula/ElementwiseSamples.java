package keops.formula;

import static keops.formula.Sample.unary;

import java.util.List;

/** Values of the operators that act component by component, from {@link Math}. */
final class ElementwiseSamples {
    private static final double[] ALL = {-7.25, -2.5, -1, -0.5, 0, 0.25, 1, 1.5, 3.75};
    private static final double[] POSITIVE = {0.0625, 0.5, 1, 2.5, 9, 100};
    private static final double[] UNIT = {-1, -0.75, -0.25, 0, 0.5, 0.875, 1};
    private static final double[] X = {-2.5, -1, 0.5, 3, 3};
    private static final double[] Y = {1.5, -1, 4, -0.25, 3};

    private ElementwiseSamples() {}

    static List<Sample> all() {
        return List.of(
                pair("x + y").gives(-1, -2, 4.5, 2.75, 6),
                pair("Add(x,y)").gives(-1, -2, 4.5, 2.75, 6),
                pair("Subtract(x,y)").gives(-4, 0, -3.5, 3.25, 0),
                pair("Mult(x,y)").gives(-3.75, 1, 2, -0.75, 9),
                pair("Divide(x,y)").gives(-2.5 / 1.5, 1, 0.125, -12, 1),
                unary("Minus(x)", x -> -x, ALL),
                Sample.of("2 - s * x / 4").with("x", 1, 2, 3).with("s", 8).gives(0, -2, -4),
                pair("Equal(x,y)").gives(0, 1, 0, 0, 1),
                pair("NotEqual(x,y)").gives(1, 0, 1, 1, 0),
                pair("LessThan(x,y)").gives(1, 0, 1, 0, 0),
                pair("LessOrEqual(x,y)").gives(1, 1, 1, 0, 1),
                pair("x > y").gives(0, 0, 0, 1, 0),
                pair("x >= y").gives(0, 1, 0, 1, 1),
                unary("Inv(x)", x -> 1 / x, -4, -0.5, 0.25, 3),
                unary("Square(x)", x -> x * x, ALL),
                unary("Sqrt(x)", Math::sqrt, POSITIVE),
                unary("Rsqrt(x)", x -> 1 / Math.sqrt(x), POSITIVE),
                unary("Pow(x,3)", x -> x * x * x, ALL),
                unary("Pow(x,-2)", x -> 1 / (x * x), -4, -0.5, 0.25, 3),
                unary("Pow(x,0)", x -> 1, ALL),
                unary("Pow(x,40)", x -> Math.pow(x, 40), -1.125, -1, 0.5, 1.25),
                unary("x**5", x -> Math.pow(x, 5), ALL),
                unary("x**0.5", Math::sqrt, POSITIVE),
                unary("x**1.5", x -> Math.pow(x, 1.5), POSITIVE),
                unary("2**x", x -> Math.pow(2, x), ALL),
                Sample.of("Powf(x,y)").with("x", 0.5, 2, 9).with("y", 3, -1.5, 0.5)
                        .gives(0.125, Math.pow(2, -1.5), 3),
                Sample.of("PowSlope(x,y)").with("x", 0.5, 2, 9).with("y", 3, -1.5, -0.5)
                        .gives(0.125, Math.pow(2, -1.5), 1.0 / 3),
                Sample.of("AtZero(x,y,3)").with("x", 0, 2, -1).with("y", 4, 5, 6).gives(4, 3, 3),
                unary("x**(-1/2)", x -> 1 / Math.sqrt(x), POSITIVE), unary("Powf(x,1/2)", Math::sqrt, POSITIVE),
                unary("x**(1/3)", Math::cbrt, POSITIVE),
                unary("Exp(x)", Math::exp, ALL),
                unary("Log(x)", Math::log, POSITIVE),
                unary("XLogX(x)", x -> x * Math.log(x), POSITIVE),
                unary("Sigmoid(x)", x -> 1 / (1 + Math.exp(-x)), ALL),
                unary("Softplus(x)", x -> Math.log1p(Math.exp(x)), ALL),
                unary("Tanh(x)", Math::tanh, ALL),
                unary("Sin(x)", Math::sin, ALL),
                unary("Cos(x)", Math::cos, ALL),
                unary("SinXDivX(x)", x -> Math.sin(x) / x, -2, 0.5, 3),
                unary("Asin(x)", Math::asin, UNIT),
                unary("Acos(x)", Math::acos, UNIT),
                unary("Atan(x)", Math::atan, ALL),
                Sample.of("Atan2(x,y)").with("x", 1, 1, -1, -2).with("y", 1, -1, -1, 0.5)
                        .gives(Math.PI / 4, 3 * Math.PI / 4, -3 * Math.PI / 4, Math.atan2(-2, 0.5)),
                unary("Abs(x)", Math::abs, ALL),
                unary("Sign(x)", Math::signum, ALL), unary("AbsSlope(x,1)", x -> x < 0 ? -1 : 1, ALL),
                unary("Step(x)", x -> x < 0 ? 0 : 1, ALL),
                unary("ReLU(x)", x -> Math.max(x, 0), ALL),
                unary("Floor(x)", Math::floor, ALL),
                unary("Round(x,0)", x -> Math.signum(x) * Math.floor(Math.abs(x) + 0.5), ALL),
                unary("Round(x,1)", x -> Math.signum(x) * Math.floor(Math.abs(x) * 10 + 0.5) / 10, -0.25, 0.75, 3.125),
                unary("Round(x,-2)", x -> Math.signum(x) * 100 * Math.floor(Math.abs(x) / 100 + 0.5), -250, 49, 150),
                Sample.of("Clamp(x,a,b)").with("x", -3, 0.5, 4).with("a", -1).with("b", 2).gives(-1, 0.5, 2),
                unary("ClampInt(x,-1,2)", x -> Math.clamp(x, -1.0, 2.0), ALL),
                Sample.of("IfElse(x,a,b)").with("x", -1, 0, 1).with("a", 10, 20, 30).with("b", 5).gives(5, 20, 30),
                Sample.of("Mod(x,n,o)").with("x", 7, -7, 5.5, 49, 3).with("n", 3, 3, 2, 49, 0.75)
                        .with("o", 0, 0, 4, 0, -1).gives(1, 2, 5.5, 0, -0.75),
                Sample.of("Mod(x,49,0)").with("x", 49, 98, 48, 7203).gives(0, 0, 48, 0));
    }

    private static Sample.Builder pair(String formula) {
        return Sample.of(formula).with("x", X).with("y", Y);
    }
}
