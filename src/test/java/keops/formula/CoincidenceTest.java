package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives of radial functions where the points are the same: the limit, or NaN where there is none. */
class CoincidenceTest {
    private static final double G = 0.7;

    private static String[] aliases(int dim) {
        return new String[] {"x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "u = Vi(" + dim + ")",
                "g = Pm(1)", "a = Pm(1)"};
    }

    private static Point point(int dim, double distance) {
        var random = new SplittableRandom(dim);
        double[] x = random.doubles(dim, 0.1, 1).toArray();
        double[] y = x.clone();
        y[0] += distance;
        return new Point(Map.of(0, x, 1, y, 2, random.doubles(dim, -1, 1).toArray(), 3, new double[] {G}, 4,
                new double[] {1.3}));
    }

    private static double[] value(String text, int dim, Point point) {
        return point.value(Formula.parse(text, aliases(dim)));
    }

    /** A function of r = |x - y| and its second derivative by r at 0. */
    private record Radial(String formula, double curvature) {

        Stream<DynamicTest> tests() {
            return IntStream.rangeClosed(1, 3).mapToObj(dim ->
                    DynamicTest.dynamicTest(formula + " in " + dim + "D", () -> check(dim)));
        }

        private void check(int dim) {
            Point point = point(dim, 0);
            double tolerance = 1e-13 * (1 + Math.abs(curvature));
            double[] identity = new double[dim * dim];
            for (int k = 0; k < dim; k++) {
                identity[k * dim + k] = curvature;
            }
            double[] minus = Arrays.stream(identity).map(v -> -v).toArray();
            String k = "(" + formula + ")";
            assertArrayEquals(new double[] {dim * curvature}, value("Laplacian(" + k + ",x)", dim, point),
                    dim * tolerance);
            assertArrayEquals(new double[] {dim * curvature}, value("Laplacian(" + k + ",y)", dim, point),
                    dim * tolerance);
            assertArrayEquals(identity, value("GradMatrix(Grad(" + k + ",x,1),x)", dim, point), tolerance);
            assertArrayEquals(minus, value("GradMatrix(Grad(" + k + ",x,1),y)", dim, point), tolerance);
            double[] along = Arrays.stream(point.numbers().get(2)).map(v -> curvature * v).toArray();
            assertArrayEquals(along, value("Grad(Diff(" + k + ",x,u),x,1)", dim, point), tolerance);
            assertArrayEquals(along, value("Diff(Grad(" + k + ",x,1),x,u)", dim, point), tolerance);
            double[] scaled = Arrays.stream(along).map(v -> 1.3 * v).toArray();
            assertArrayEquals(scaled, value("Grad((u|Grad(a*" + k + ",x,1)),x,1)", dim, point), 2 * tolerance);
            // First derivatives and what does not move the points stay as they were.
            assertArrayEquals(new double[dim], value("Grad(" + k + ",x,1)", dim, point), 0);
            assertArrayEquals(new double[] {0}, value("Grad((u|Grad(" + k + "*a,x,1)),a,1)", dim, point), 0);
            // Apart from each other, as differences have it.
            near(dim, 0.3, 1e-7);
            near(dim, 0.01, 1e-3);
        }

        private void near(int dim, double distance, double tolerance) {
            Point point = point(dim, distance);
            Formula gradient = Formula.parse("(u|Grad(" + formula + ",x,1))", aliases(dim));
            Variable x = (Variable) Formula.parse("x", aliases(dim));
            double[] differences = point.differences(gradient, x, new double[] {1}, distance * 1e-2);
            double[] second = point.value(gradient.gradient(x, new Constant(1)));
            double scale = 1 + Arrays.stream(differences).map(Math::abs).max().orElseThrow();
            assertArrayEquals(differences, second, tolerance * scale);
        }
    }

    @TestFactory
    Stream<DynamicTest> smoothKernels() {
        String r = "Norm2(x-y)";
        return Stream.of(
                new Radial("(1+2.23606797749979*" + r + "+5/3*SqDist(x,y))*Exp(-2.23606797749979*" + r + ")", -5.0 / 3),
                new Radial("(1+2.23606797749979*g*" + r
                        + "+5/3*Square(g)*SqDist(x,y))*Exp(-2.23606797749979*g*" + r + ")", -5.0 / 3 * G * G),
                new Radial("(1+Sqrt(5*SqDist(x,y))+5/3*SqDist(x,y))*Exp(-Sqrt(5*SqDist(x,y)))", -5.0 / 3),
                new Radial("(1+1.7320508075688772*" + r + ")*Exp(-1.7320508075688772*" + r + ")", -3),
                new Radial("(1+" + r + "/g)*Exp(-" + r + "/g)", -1 / (G * G)),
                new Radial("(1+Norm2((x-y)/g))*Exp(-Norm2((x-y)/g))", -1 / (G * G)),
                new Radial("(1+Norm2(g*(x-y)))*Exp(-Norm2(g*(x-y)))", -G * G),
                new Radial("ReLU(1-" + r + ")**4*(4*" + r + "+1)", -20),
                new Radial("IfElse(1-" + r + ",(1-" + r + ")**4*(4*" + r + "+1),0)", -20),
                new Radial("SinXDivX(" + r + ")", -1.0 / 3), new Radial("SinXDivX(3*" + r + ")", -3),
                new Radial("Sin(" + r + ")*" + r, 2), new Radial("Cos(" + r + ")", -1),
                new Radial("Square(" + r + ")", 2),
                new Radial(r + "**3", 0), new Radial("SqDist(x,y)**(3/2)", 0), new Radial("SqDist(x,y)**1.5", 0),
                new Radial("Powf(SqDist(x,y),2.5)", 0), new Radial("Log(1+" + r + ")-" + r, -1),
                new Radial("Exp(" + r + ")-Sqrt(Sum(Square(y-x)))", 1), new Radial("Tanh(" + r + ")*" + r, 2),
                new Radial("(SqDist(x,y)**0.5)*Atan(SqDist(x,y)**(1/2))", 2),
                new Radial("Exp(-" + r + "**2)", -2), new Radial("(1+SqDist(x,y)/3)**(-1.5)", -1),
                new Radial("Sqrt(1+SqDist(x,y))", 1), new Radial("Rsqrt(g+SqDist(x,y))", -Math.pow(G, -1.5)))
                .flatMap(Radial::tests);
    }

    @TestFactory
    Stream<DynamicTest> noLimitIsNaN() {
        String r = "Norm2(x-y)";
        return Stream.of("Exp(-" + r + ")", r, "Sqrt(SqDist(x,y))", "SqDist(x,y)**(1/2)",
                        "Exp(-SqDist(x,y))+0.001*" + r,
                        "Log(1+" + r + ")", "a*Exp(-g*" + r + ")",
                        "(1+1.7*" + r + ")*Exp(-1.7320508075688772*" + r + ")",
                        r + "*(x|u)", "Norm2(x-y)**1.5", "Powf(SqDist(x,y),0.7)")
                .map(k -> DynamicTest.dynamicTest(k, () -> {
                    for (String second : new String[] {"Laplacian(" + k + ",x)", "Sum(Grad(Diff(" + k + ",x,u),x,1))",
                        "Sum(Diff(Grad(" + k + ",x,1),x,u))", "Sum(GradMatrix(Grad(" + k + ",x,1),y))"}) {
                        double value = value(second, 2, point(2, 0))[0];
                        assertTrue(!Double.isFinite(value), second + " = " + value);
                        assertTrue(Double.isFinite(value(second, 2, point(2, 0.1))[0]), second);
                    }
                    assertEquals(0, value("Sum(Grad(" + k.replace("(x|u)", "1") + ",x,1))", 2, point(2, 0))[0], 1e-300);
                }));
    }

    /** A root of what has no minimum at 0: infinite slopes of slopes are no zeros. */
    @Test
    void rootsOfNumbers() {
        for (String f : new String[] {"Sqrt(a)", "a**1.5", "a**(1/2)", "Asin(1-a)", "Sqrt(a)**3", "Powf(a,0.3)"}) {
            Point point = point(1, 0).with(new Variable("a", 4, 1, Category.PARAMETER), 0);
            double second = value("Grad(Grad(" + f + ",a,1),a,1)", 1, point)[0];
            assertTrue(!Double.isFinite(second), f + ": " + second);
        }
    }

    /**
     * sin r / r = 1 - r^2 / 6 + r^4 / 120 - ...; where no limit is found, as for those of other functions, it is NaN.
     */
    @Test
    void higherDerivatives() {
        String k = "SinXDivX(Norm2(x-y))";
        assertArrayEquals(new double[1], value("Grad(Laplacian(" + k + ",x),x,1)", 1, point(1, 0)), 1e-12);
        for (String f : new String[] {"Norm2(x-y)**4", "Square(Norm2(x-y))*Cos(Norm2(x-y))"}) {
            for (int dim = 1; dim <= 2; dim++) {
                double fourth = value("Laplacian(Laplacian(" + f + ",x),x)", dim, point(dim, 0))[0];
                double expected = (dim == 1 ? 24 : 64) * (f.startsWith("N") ? 1 : -0.5);
                assertTrue(Double.isNaN(fourth) || Math.abs(fourth - expected) < 1e-10, f + ": " + fourth);
            }
        }
        String matern = "(1+1.7320508075688772*Norm2(x-y))*Exp(-1.7320508075688772*Norm2(x-y))";
        for (int dim = 1; dim <= 2; dim++) {
            assertTrue(Double.isNaN(value("Sum(Grad(Laplacian(" + matern + ",x),x,1))", dim, point(dim, 0))[0]));
        }
    }

    /** A pair that a mask leaves out has derivatives 0, whatever stands there; one that it does not has no limit. */
    @Test
    void masksComeFirst() {
        for (String mask : new String[] {"a", "SqDist(x,y)-0.01", "Sum(x-y)-1"}) {
            for (String k : new String[] {"1/Norm2(x-y)", "Norm2(x-y)", "Exp(-Norm2(x-y))", "Log(SqDist(x,y))"}) {
                String masked = "IfElse(" + mask + "," + k + ",g)";
                Point point = point(2, 0).with(new Variable("a", 4, 1, Category.PARAMETER), -1);
                assertEquals(0, value("Laplacian(" + masked + ",x)", 2, point)[0], 1e-300, masked);
                assertArrayEquals(new double[2], value("Grad(Diff(" + masked + ",x,u),x,1)", 2, point), masked);
            }
        }
        String seen = "IfElse(a,Norm2(x-y),g)";
        assertTrue(Double.isNaN(value("Laplacian(" + seen + ",x)", 2, point(2, 0))[0]));
        // Rows and columns of the same number are the mask here: 2 and 3 are not.
        assertTrue(Double.isNaN(value("Laplacian(IfElse(Abs(I-J)-0.5,Norm2(x-y),g),x)", 2, point(2, 0))[0]));
        assertEquals(0, value("Laplacian(IfElse(Abs(I-J)-1.5,Norm2(x-y),g),x)", 2, point(2, 0))[0], 1e-300);
    }

    /** Two distances, each of which may be 0: the product has the limits of both. */
    @Test
    void severalDistances() {
        String[] aliases = {"x = Vi(3)", "y = Vj(3)"};
        String first = "(1+Norm2(x[0:2]-y[0:2]))*Exp(-Norm2(x[0:2]-y[0:2]))";
        String second = "(1+2*Norm2(x[2]-y[2]))*Exp(-2*Norm2(x[2]-y[2]))";
        Formula f = Formula.parse("GradMatrix(Grad(" + first + "*" + second + ",x,1),x)", aliases);
        double[] x = {0.3, 0.2, 0.5};
        assertArrayEquals(new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -4}, new Point(Map.of(0, x, 1, x)).value(f), 1e-13);
        double k2 = 2 * Math.exp(-1);
        double[] apart = {0.3, 0.2, 1};
        double[] made = new Point(Map.of(0, x, 1, apart)).value(f);
        assertArrayEquals(new double[] {-k2, 0, 0, 0, -k2, 0, 0, 0, 0}, made, 1e-13);
        double k1 = 1.25 * Math.exp(-0.25);
        made = new Point(Map.of(0, x, 1, new double[] {0.3, 0.45, 0.5})).value(f);
        assertArrayEquals(new double[] {-Math.exp(-0.25), 0, 0, 0, -0.75 * Math.exp(-0.25), 0, 0, 0, -4 * k1}, made,
                1e-13);
    }

    /** Weights and matrices under the root. */
    @Test
    void weightedNorms() {
        String[] aliases = {"x = Vi(2)", "y = Vj(2)", "w = Pm(2)", "m = Pm(4)"};
        Point point = new Point(Map.of(0, new double[] {1, 2}, 1, new double[] {1, 2}, 2, new double[] {2, 3}, 3,
                new double[] {2, 1, 1, 3}));
        String r = "Sqrt(WeightedSqDist(w,x,y))";
        assertArrayEquals(new double[] {-2, 0, 0, -3},
                point.value(Formula.parse("GradMatrix(Grad((1+" + r + ")*Exp(-" + r + "),x,1),x)", aliases)), 1e-13);
        String q = "Sqrt(WeightedSqDist(m,x,y))";
        assertArrayEquals(new double[] {-2, -1, -1, -3},
                point.value(Formula.parse("GradMatrix(Grad((1+" + q + ")*Exp(-" + q + "),x,1),x)", aliases)), 1e-13);
    }

    /** Magnitudes by component: of what is smooth in their squares, however many are 0. */
    @Test
    void magnitudesByComponent() {
        String[] aliases = {"x = Vi(3)", "y = Vj(3)"};
        String product = "GradMatrix(Grad(Prod((1+Abs(x-y))*Exp(-Abs(x-y))),x,1),x)";
        String sum = "GradMatrix(Grad(Sum(Cos(Abs(x-y))),x,1),x)";
        double[] x = {0.3, 0.2, 0.5};
        double[] y = {0.3, 0.7, 0.25};
        double k1 = 1.5 * Math.exp(-0.5);
        double k2 = 1.25 * Math.exp(-0.25);
        double s1 = 0.5 * Math.exp(-0.5);
        double s2 = -0.25 * Math.exp(-0.25);
        assertArrayEquals(new double[] {-k1 * k2, 0, 0, 0, -s1 * k2, s1 * s2, 0, s1 * s2, -0.75 * Math.exp(-0.25) * k1},
                new Point(Map.of(0, x, 1, y)).value(Formula.parse(product, aliases)), 1e-13);
        assertArrayEquals(new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1},
                new Point(Map.of(0, x, 1, x)).value(Formula.parse(product, aliases)), 1e-13);
        assertArrayEquals(new double[] {-1, 0, 0, 0, -Math.cos(0.5), 0, 0, 0, -Math.cos(0.25)},
                new Point(Map.of(0, x, 1, y)).value(Formula.parse(sum, aliases)), 1e-13);
        for (String kink : new String[] {
                "Exp(-Sum(Abs(x-y)))", "Sum(Abs(x-y)*x)", "Sum(Exp(-Abs(x-y)))", "Abs(x[0]-y[0])*x[1]"}) {
            double[] second = new Point(Map.of(0, x, 1, y))
                    .value(Formula.parse("GradMatrix(Grad(" + kink + ",x,1),x)", aliases));
            assertTrue(Double.isNaN(second[0]), kink);
            assertTrue(Double.isNaN(new Point(Map.of(0, x, 1, x))
                    .value(Formula.parse("Laplacian(" + kink + ",x)", aliases))[0]));
            double[] apart = new Point(Map.of(0, new double[] {1, 2, 3}, 1, y))
                    .value(Formula.parse("GradMatrix(Grad(" + kink + ",x,1),x)", aliases));
            assertTrue(Arrays.stream(apart).allMatch(Double::isFinite), kink);
        }
    }

    /** A choice between a kernel and something else takes no derivative from what is not chosen, and none has jumps. */
    @Test
    void masksAndMagnitudes() {
        for (String k : new String[] {
                "Abs(x-y)", "Exp(-Abs(x-y))", "Sqrt(Abs(x-y))", "Rsqrt(Square(x-y))", "Exp(-Norm2(x-y))",
                "Norm2(x-y)"}) {
            for (int sign = -1; sign <= 1; sign += 2) {
                Point point = point(1, 0).with(new Variable("a", 4, 1, Category.PARAMETER), sign);
                double second = value("Laplacian(IfElse(a," + k + ",Square(x)),x)", 1, point)[0];
                assertTrue(sign < 0 ? second == 2 : !Double.isFinite(second), k + ": " + second);
                double third = value("Grad(Laplacian(IfElse(a," + k + ",Square(x)),x),x,1)", 1, point)[0];
                assertTrue(sign < 0 ? third == 0 : !Double.isFinite(third), k + ": " + third);
            }
        }
        assertTrue(!Double.isFinite(value("Sum(Grad(Diff(Normalize(x-y),x,u),x,u))", 2, point(2, 0))[0]));
    }

    /** A derivative with a jump, as of the magnitude of something that is no difference, is NaN where that is 0. */
    @Test
    void magnitudesOfOtherFormulas() {
        String[] aliases = {"x = Vi(2)", "y = Vj(2)"};
        Point point = new Point(Map.of(0, new double[] {1, 2}, 1, new double[] {2, -1}));
        assertTrue(Double.isNaN(point.value(Formula.parse("Laplacian(Abs((x|y)),x)", aliases))[0]));
        assertArrayEquals(new double[] {0, 0}, point.value(Formula.parse("Grad(Abs((x|y)),x,1)", aliases)), 0);
    }
}
