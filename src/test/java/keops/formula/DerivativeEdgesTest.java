package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Derivatives where functions have kinks, poles or jumps. */
class DerivativeEdgesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Edge(String formula, double[] x, double[] gradient) {
        DynamicTest test() {
            return DynamicTest.dynamicTest("Grad(" + formula + ") at " + java.util.Arrays.toString(x), () -> {
                String[] alias = {"x = Vi(" + x.length + ")"};
                Formula f = Formula.parse(formula, alias);
                Variable v = (Variable) Formula.parse("x", alias);
                Formula ones = Simplify.repeated(new Constant(1), f.dim());
                assertArrayEquals(gradient, new Point(Map.of(0, x)).value(f.gradient(v, ones)), 1e-15);
            });
        }
    }

    private static Edge at(String formula, double x, double gradient) {
        return new Edge(formula, new double[] {x}, new double[] {gradient});
    }

    private static Edge at(String formula, double[] x, double... gradient) {
        return new Edge(formula, x, gradient);
    }

    @TestFactory
    Stream<DynamicTest> edges() {
        double[] zero = {0, 0};
        return Stream.of(
                at("Sqrt(x)", 0, 0), at("Sqrt(x)", 4, 0.25), at("Rsqrt(x)", 0, 0),
                at("Norm2(x)", zero, 0, 0), at("Normalize(x)", zero, 0, 0), at("ComplexAbs(x)", zero, 0, 0),
                at("Sqrt(SqDist(x,0))", zero, 0, 0),
                at("SinXDivX(x)", 0, 0), at("Grad(SinXDivX(x),x,1)", 0, -1.0 / 3), at("SinXDivX(x)", 1e-8, -1e-8 / 3),
                at("Grad(Grad(SinXDivX(x),x,1),x,1)", 0, 0),
                at("ReLU(x)", 0, 1), at("ReLU(x)", -0.0, 1), at("ReLU(x)", -1, 0), at("ReLU(x)", 2, 1),
                at("Abs(x)", 0, 0), at("Abs(x)", -3, -1), at("Sign(x)", 0, 0), at("Step(x)", 0, 0),
                at("Floor(x)", 1, 0), at("Round(x,1)", 1, 0), at("x == 1", 1, 0), at("x < 1", 1, 0),
                at("Clamp(x,-1,1)", -1, 1), at("Clamp(x,-1,1)", 1, 1), at("Clamp(x,-1,1)", 1.5, 0),
                at("Clamp(x,-1,1)", 0.5, 1), at("ClampInt(x,-1,1)", 1, 1), at("ClampInt(x,-1,1)", -1, 1),
                at("ClampInt(x,-1,1)", -2, 0), at("Clamp(0.5,x,1)", 0.75, 1), at("Clamp(0.5,x,1)", 0.5, 0),
                at("Clamp(0.5,0,x)", 0.25, 1), at("Clamp(0.5,0,x)", 0.5, 0), at("Clamp(0,1,x)", -1, 0),
                at("Max(x)", new double[] {2, 3, 3}, 0, 1, 0), at("Min(x)", new double[] {2, 2, 3}, 1, 0, 0),
                at("ArgMax(x)", new double[] {1, 2}, 0, 0), at("OneHot(x,3)", 1, 0),
                at("IfElse(x,x * x,3 * x)", 0, 0), at("IfElse(x,x * x,3 * x)", -1, 3),
                at("Powf(x,2)", 0, 0), at("Powf(0,x)", 2, 0), at("Pow(x,0)", 0, 0), at("Pow(x,1)", 0, 1),
                at("Pow(x,3)", -2, 12), at("x**-2", -1, 2), at("XLogX(x)", 0, -INF), at("XLogX(x)", 1, 1),
                at("XLogX(SqDist(x,0))", zero, 0, 0), at("XLogX(Square(x))", 0, 0),
                at("XLogX(2 * SqNorm2(x) / 3)", zero, 0, 0), at("XLogX((x|x))", zero, 0, 0),
                at("XLogX(WeightedSqDist(2,x,0))", zero, 0, 0),
                at("XLogX(Square(x))", 1, 2), at("XLogX(x * SqNorm2(x - 1))", 0, -INF),
                at("Powf(x,0.5)", 0, 0), at("x**(1/2)", 0, 0), at("x**(-1/2)", 0, 0), at("Powf(x,-0.5)", 0, 0),
                at("Powf(x,0.3)", 0, 0), at("x**(1/3)", 8, 1 / 12.0), at("x**1.5", 4, 3), at("x**1.5", 0, 0),
                at("x**(-1.5)", 1, -1.5), at("x**(-1.5)", 0, -INF), at("Powf(x,1-2)", 0.5, -4), at("Powf(x,x)", 0, 0),
                at("Powf(x[0],x[1])", zero, 0, 0), at("Powf(x[0],x[1])", new double[] {0, 1}, 1, 0),
                at("Powf(x[0],x[1])", new double[] {0, 2}, 0, 0), at("Powf(x[0],x[1])", new double[] {0, 0.5}, 0, 0),
                at("Powf(x[0],x[1])", new double[] {2, 3}, 12, 8 * Math.log(2)),
                at("Sum(Abs(x)**3)**(1/3)", zero, 0, 0), at("Sum(Abs(x)**1.5)**(1/1.5)", zero, 0, 0),
                at("Powf(Sum(Powf(Abs(x),I+1)),1/(I+1))", zero, 0, 0), at("Sum(Abs(x)**2)**(1/2)", zero, 0, 0),
                at("Sum(Abs(x)**3)**(1/3)", new double[] {0, -2}, 0, -1), at("Sqrt(Square(x))", 0, 0),
                at("Asin(x)", 1, 0), at("Acos(x)", -1, 0),
                at("LogSumExp(x)", new double[] {-INF, 2}, 0, 1),
                at("BSpline(Concat(0,1,2,3),x,1)", -1, 0), at("Sum(BSpline(Concat(0,0,0,1,1,1),x,2))", 0.5, 0),
                at("BSpline(Concat(0,1,2),x,0)", 0.5, 0),
                at("SoftDTW_SqDist(x,x,1)", new double[] {1000, 2000}, 0, 0))
                .map(Edge::test);
    }

    @TestFactory
    Stream<DynamicTest> derivativesOfConstantsVanish() {
        return Stream.of("Zero(3)", "3", "I", "OneHot(Floor(x),4)", "ArgMin(Concat(x,2))", "Round(x,0) * Step(x)")
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    Formula f = Formula.parse(text, "x = Vi(1)");
                    Variable x = new Variable("x", 0, 1, Category.I);
                    List<Formula> e = List.of(Simplify.repeated(new Constant(1), f.dim()));
                    assertEquals(new Zero(1), Differentiate.gradients(f, x, e).getFirst());
                }));
    }
}
