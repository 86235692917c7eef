package keops.formula;

import static keops.formula.Sample.unary;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values at 0, -0, infinities and NaN, on every back end and in both types. */
class EdgeValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double[] EDGES = {0.0, -0.0, INF, -INF, NAN};

    private static List<Sample> samples() {
        return List.of(
                edges("Exp(x)", 1, 1, INF, 0, NAN),
                edges("Log(x)", -INF, -INF, INF, NAN, NAN),
                Sample.of("Log(x)").with("x", -1).gives(NAN),
                edges("XLogX(x)", 0, 0, INF, NAN, NAN),
                edges("SinXDivX(x)", 1, 1, NAN, NAN, NAN),
                edges("Sqrt(x)", 0, 0, INF, NAN, NAN),
                edges("Rsqrt(x)", 0, 0, 0, NAN, NAN),
                edges("Inv(x)", INF, -INF, 0, 0, NAN),
                edges("Inv(Inv(x))", 0, 0, INF, -INF, NAN),
                edges("Abs(x)", 0, 0, INF, INF, NAN),
                edges("Sign(x)", 0, 0, 1, -1, 0), edges("AbsSlope(x,0)", 0, 0, 1, -1, 0),
                edges("AbsSlope(x,1)", 1, 1, 1, -1, 0), edges("Step(x)", 1, 1, 1, 0, 1),
                edges("ReLU(x)", 0, 0, INF, 0, NAN),
                edges("Floor(x)", 0, 0, INF, -INF, NAN),
                edges("Round(x,0)", 0, 0, INF, -INF, NAN),
                edges("Round(x,2)", 0, 0, INF, -INF, NAN),
                edges("Round(x,-2)", 0, 0, INF, -INF, NAN),
                edges("Tanh(x)", 0, 0, 1, -1, NAN),
                edges("Sigmoid(x)", 0.5, 0.5, 1, 0, NAN),
                edges("Softplus(x)", Math.log(2), Math.log(2), INF, 0, NAN),
                edges("Erf(x)", 0, 0, 1, -1, NAN),
                edges("Atan(x)", 0, 0, Math.PI / 2, -Math.PI / 2, NAN),
                edges("Sin(x)", 0, 0, NAN, NAN, NAN),
                edges("Pow(x,0)", 1, 1, 1, 1, 1),
                edges("Pow(x,-1)", INF, -INF, 0, 0, NAN),
                edges("x**3", 0, 0, INF, -INF, NAN),
                edges("Square(x)", 0, 0, INF, INF, NAN),
                // One constant exponent, however it is written.
                edges("x**(-0.5)", 0, 0, 0, NAN, NAN), edges("x**(-1/2)", 0, 0, 0, NAN, NAN),
                edges("x**RatCst(-1,2)", 0, 0, 0, NAN, NAN), edges("Powf(x,-1/2)", 0, 0, 0, NAN, NAN),
                edges("Powf(x,1/2)", 0, 0, INF, NAN, NAN), edges("x**(3-1)", 0, 0, INF, INF, NAN),
                edges("Powf(x,1-2)", INF, -INF, 0, 0, NAN), edges("Powf(x,3)", 0, 0, INF, -INF, NAN),
                edges("1/Sqrt(x)", INF, -INF, 0, NAN, NAN), edges("x**(-1.5)", INF, INF, 0, 0, NAN),
                edges("PowSlope(x,-0.3)", 0, 0, 0, 0, NAN), edges("PowSlope(x,0)", 1, 1, 1, 1, 1),
                Sample.of("PowSlope(x,y)").with("x", 0, 0, 0, 0).with("y", -1, -1.5, 0, 2).gives(0, INF, 1, 0),
                edges("Clamp(x,-1,1)", 0, 0, 1, -1, NAN),
                edges("ClampInt(x,-1,1)", 0, 0, 1, -1, NAN),
                edges("IfElse(x,2,3)", 2, 2, 2, 3, 3),
                edges("Mod(x,0,0)", NAN, NAN, NAN, NAN, NAN),
                edges("x == 0", 1, 1, 0, 0, 0),
                edges("x == x", 1, 1, 1, 1, 0),
                edges("x != x", 0, 0, 0, 0, 1),
                edges("x < 0", 0, 0, 0, 1, 0),
                edges("x >= 0", 1, 1, 1, 0, 0),
                edges("x - x", 0, 0, NAN, NAN, NAN),
                edges("x * 0", 0, 0, NAN, NAN, NAN),
                // Both bounds: the lower one is tested first.
                Sample.of("Clamp(x,2,1)").with("x", 0, 1.5, 3).gives(2, 2, 1),
                unary("Round(x,0)", x -> Math.signum(x) * Math.floor(Math.abs(x) + 0.5),
                        -2.5, -1.5, -0.5, 0.5, 1.5, 2.5),
                // The largest number below 1/2: adding 1/2 to it gives 1.
                Sample.of("Round(x / 2,0)").with("x", 1 - 0x1p-24).gives(0),
                Sample.of("Round(x,30)").with("x", 0x1p120, 0.5).gives(0x1p120, 0.5),
                Sample.of("Round(x,400)").with("x", 0.5, INF).gives(0.5, INF),
                Sample.of("Round(x,-400)").with("x", 0x1p120, -1).gives(0, 0),
                Sample.of("Norm2(x)").with("x", 0, 0).gives(0),
                Sample.of("Normalize(x)").with("x", 0, 0).gives(0, 0),
                Sample.of("Atan2(x,y)").with("x", 0, 0.0, -1).with("y", 0, -1, 0).gives(0, Math.PI, -Math.PI / 2),
                Sample.of("ComplexAbs(x)").with("x", 0, 0).gives(0),
                Sample.of("ComplexAngle(x)").with("x", 0, 0).gives(0),
                // Choosing among components: the first of equals, and the first NaN before all.
                Sample.of("ArgMax(x)").with("x", 0.0, -0.0).gives(0),
                Sample.of("ArgMin(x)").with("x", 0.0, -0.0).gives(0),
                Sample.of("ArgMax(x)").with("x", -INF, -INF).gives(0),
                Sample.of("ArgMin(x)").with("x", INF, INF, 1).gives(2),
                Sample.of("Max(x)").with("x", 1, NAN, 2).gives(NAN),
                Sample.of("Min(x)").with("x", 1, 0, NAN).gives(NAN),
                Sample.of("Max(x)").with("x", NAN, 1).gives(NAN),
                Sample.of("ArgMax(x)").with("x", 1, NAN, 2).gives(1),
                Sample.of("ArgMin(x)").with("x", 0, NAN, NAN).gives(1),
                Sample.of("ArgMax(x)").with("x", NAN, 1, 0).gives(0),
                Sample.of("Max(x)").with("x", 1, NAN, INF).gives(NAN),
                Sample.of("OneHot(x,3)").with("x", -1).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", -0.75).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", -0.25).gives(1, 0, 0),
                Sample.of("OneHot(x,3)").with("x", 3).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", 2.5).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", 1e30).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", NAN).gives(0, 0, 0),
                Sample.of("OneHot(x,3)").with("x", INF).gives(0, 0, 0),
                Sample.of("LogSumExp(x)").with("x", -INF, -INF).gives(-INF),
                Sample.of("LogSumExp(x)").with("x", -INF, 2).gives(2),
                Sample.of("LogSumExp(x)").with("x", INF, 2, INF).gives(INF),
                Sample.of("LogSumExp(x)").with("x", 1, NAN).gives(NAN),
                Sample.of("LogSumExp(x)").with("x", NAN, 1).gives(NAN),
                Sample.of("BSpline(t,x,1)").with("t", 0, 1, 2).with("x", INF).gives(0),
                Sample.of("BSpline(t,x,1)").with("t", 0, 1, 2).with("x", NAN).gives(NAN),
                Sample.of("BSpline(t,x,2)").with("t", 1, 1, 1, 1).with("x", 1).gives(0),
                Sample.of("SoftDTW_SqDist(x,y,g)").with("x", 1, NAN).with("y", 1, 2).with("g", 1).gives(NAN),
                // Far costs underflow; the minimum alone is left.
                Sample.of("SoftDTW_SqDist(x,y,g)").with("x", 0, 1000).with("y", 0, 1000).with("g", 1).gives(0),
                Sample.of("Sum(x)").with("x", INF, -INF).gives(NAN),
                Sample.of("0 * x + Zero(2)").with("x", INF, 1).gives(NAN, 0));
    }

    private static Sample edges(String formula, double... expected) {
        return Sample.of(formula).with("x", EDGES).gives(expected);
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return samples().stream().map(sample ->
                DynamicTest.dynamicTest(sample.toString(), () -> Sample.Way.all().forEach(sample::check)));
    }
}
