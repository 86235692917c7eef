package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.execution.Backend;
import keops.program.Lower;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is not chosen has no part in derivatives, however infinite it is. */
class SelectionGradientsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static DynamicTest at(String formula, double[] x, double... gradient) {
        return DynamicTest.dynamicTest(formula + " at " + Arrays.toString(x), () -> {
            String[] alias = {"x = Vi(" + x.length + ")"};
            Formula f = Formula.parse(formula, alias);
            Variable v = (Variable) Formula.parse("x", alias);
            Formula ones = Simplify.repeated(new Constant(1), f.dim());
            Point point = new Point(Map.of(0, x));
            assertArrayEquals(gradient, point.value(f.gradient(v, ones)), 1e-14);
            for (int k = 0; k < x.length; k++) {
                Formula unit = Simplify.place(new Constant(1), k, x.length);
                double forward = Arrays.stream(point.value(f.directional(v, unit))).sum();
                assertEquals(gradient[k], forward, 1e-14, "forward, component " + k);
            }
        });
    }

    private static DynamicTest at(String formula, double x, double gradient) {
        return at(formula, new double[] {x}, gradient);
    }

    @TestFactory
    Stream<DynamicTest> branchesThatAreNotTaken() {
        return Stream.of(
                at("IfElse(x,Sqrt(x),x)", -1, 1), at("IfElse(x,Sqrt(x),x)", 4, 0.25), at("IfElse(x,1/x,0)", -0.5, 0),
                at("IfElse(-Abs(x),0,1/x)", 0, 0), at("IfElse(-Abs(x),x,Log(x))", 0, 1),
                at("IfElse(x - 0.001,(Exp(x) - 1) / x,1 + x / 2)", 0, 0.5),
                at("IfElse(x - 20,x,Log(1 + Exp(x)))", 1000, 1), at("IfElse(-x,Exp(x),1 + x)", 1000, 1),
                at("Clamp(Log(Square(x)),-3,3)", 0, 0), at("Clamp(Log(Square(x)),-3,3)", 2, 1),
                at("Clamp(1,-1/Abs(x),3)", 0, 0), at("Clamp(1/Abs(x),-1,2)", 0, 0), at("ClampInt(Log(x),-1,1)", 0, 0),
                at("Clamp(x,Log(x),1)", 0, 1), at("ReLU(1 - 1/Abs(x))", 0, 0), at("ReLU(1 + Log(x))", 0, 0),
                at("ReLU(1 + Log(x))", 0.5, 2),
                at("Max(Concat(1,Log(x)))", 0, 0), at("Min(Concat(1,1/x))", 0, 0),
                at("Max(Log(x))", new double[] {0, 2}, 0, 0.5), at("Min(1/x)", new double[] {0, 2}, 0, -0.25),
                // A part of both branches, and a part of one branch and of what is always there.
                at("IfElse(x,3 * Square(x),Sin(Square(x)))", 0, 0), at("IfElse(x,Log(x),2 * x) + x", -1, 3),
                // Under several choices, which may share parts.
                at("IfElse(x,IfElse(x - 1,Log(x - 1),Sqrt(x)),1/(x + 1))", -1, -INF),
                at("IfElse(x,IfElse(x - 1,Log(x - 1),2 * x),1/(x + 1))", 0, 2),
                at("IfElse(x,Log(x),0) + IfElse(x - 1,Log(x),0)", 0.5, 2),
                at("IfElse(x,1/x,0) + IfElse(x + 1,1/x,x)", -2, 1),
                at("IfElse(x - 1,Log(x),0) + IfElse(x - 2,1/Log(x),0)", 1, 1),
                at("IfElse(x - 1,Square(Log(x)),0) + IfElse(x - 2,Exp(Log(x)),0)", 0, 0));
    }

    @TestFactory
    Stream<DynamicTest> branchesByComponent() {
        return Stream.of(
                at("IfElse(x,Sqrt(x),2 * x)", new double[] {-1, 4}, 2, 0.25),
                at("IfElse(x,Sqrt(Sum(x)),x)", new double[] {-1, -2}, 1, 1),
                at("IfElse(x,Sqrt(Sum(x)),x)", new double[] {-1, 2}, 1.5, 0.5),
                at("IfElse(x[0],Log(x),Extract(x,0,2))", new double[] {-1, 0}, 1, 1),
                at("IfElse(x,Concat(Log(x[0]),1/x[1]),3)", new double[] {-1, 2}, 0, -0.25),
                at("IfElse(x,Concat(Log(x[0]),Log(-x[0])),3)", new double[] {-1, 2}, -1, 0),
                at("IfElse(x[0:2],Extract(Log(x),0,2),1)", new double[] {-1, 2, 0}, 0, 0.5, 0),
                at("IfElse(x,MatVecMult(Concat(1,2,3,4),Log(x)),1)", new double[] {-1, -1}, 0, 0),
                at("IfElse(x[0],ComplexAbs(1/x),0)", new double[] {-1, 0}, 0, 0),
                at("IfElse(x,Real2Complex(Log(x[0]))+x,0)", new double[] {-1, 2}, 0, 1));
    }

    @TestFactory
    Stream<DynamicTest> missingValues() {
        return Stream.of(
                at("IfElse(x[0],x[1],0)", new double[] {-1, NAN}, 0, 0),
                at("IfElse(x[0],SqNorm2(x),0)", new double[] {-1, NAN}, 0, 0),
                at("IfElse(-(x != x),Square(x),0)", new double[] {2, NAN}, 4, 0),
                at("Sum(IfElse(-(x != x),Exp(x),0))", new double[] {0, NAN, 0}, 1, 0, 1));
    }

    @TestFactory
    Stream<DynamicTest> derivativesOfDerivatives() {
        return Stream.of(
                at("Grad(IfElse(x,x * Sqrt(x),Square(x)),x,1)", -1, 2),
                at("Grad(IfElse(x,x * Sqrt(x),Square(x)),x,1)", 4, 0.375),
                at("Grad(Grad(IfElse(x,Square(x) * Sqrt(x),x**3),x,1),x,1)", -1, 6),
                at("Grad(Clamp(Log(Square(x)),-3,3),x,1)", 0, 0), at("Grad(ReLU(1 - 1/Abs(x)),x,1)", 0, 0),
                at("Diff(IfElse(x,Log(x),x**3),x,1)", -1, -6), at("Grad(Max(Concat(1,Log(x))),x,1)", 0, 0));
    }

    /** Masked pairs, distances to the nearest, and the chi-squared kernel: as a reduction, on every back end. */
    @Test
    void reductionsOverMaskedPairs() {
        double[][] points = {{0, 0}, {3, 4}};
        check("IfElse(SqDist(x,y)-0.01,1/Norm2(x-y),0)", points, 0.024, 0.032, -0.024, -0.032);
        check("IfElse(Abs(I-J)-0.5,Log(SqDist(x,y)),0)", points, -0.24, -0.32, 0.24, 0.32);
        check("Clamp(Log(SqDist(x,y)),-3,3)", points, 0, 0, 0, 0);
        check("ReLU(1-1/Norm2(x-y))", points, -0.024, -0.032, 0.024, 0.032);
        // (x - y)^2 / (x + y) by component; where both are 0, so is the term.
        check("Sum(IfElse(x+y-0.001,Square(x-y)/(x+y),0))", new double[][] {{0, 1}, {0, 3}}, 0, -1.25, 0, 0.75);
        check("IfElse(-(Sum(y!=y)),SqDist(x,y),0)", new double[][] {{1, 2}, {NAN, 0}}, 0, 0, NAN, -4);
    }

    private static void check(String formula, double[][] points, double... expected) {
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                Tensor p = Tensor.allocate(Arena.ofAuto(), dtype, points.length, 2);
                for (int k = 0; k < 2 * points.length; k++) {
                    p.setDoubleAt(k, points[k / 2][k % 2]);
                }
                Tensor e = Tensor.allocate(Arena.ofAuto(), dtype, points.length, 1);
                for (int k = 0; k < points.length; k++) {
                    e.setDoubleAt(k, 1);
                }
                Tensor gradient = Genred.of(formula, "x = Vi(2)", "y = Vj(2)").axis(1).backend(backend).build()
                        .gradient("x").call(Arena.ofAuto(), e, p, p).getFirst();
                Compare.arrays(expected, gradient.toDoubleArray(), dtype == DType.FLOAT64 ? 1e-13 : 1e-5,
                        formula + " " + backend + " " + dtype);
            }
        }
    }

    /**
     * A chain of choices over parts that both branches share, and a piecewise function, have derivatives of their size.
     */
    @Test
    void manyChoicesMakeNoLargeDerivative() {
        Variable x = new Variable("x", 0, 1, Category.I);
        Formula chain = x;
        Formula pieces = x;
        for (int k = 1; k <= 6; k++) {
            Formula root = Algebra.plus(Algebra.squareRoot(chain), new Constant(1));
            chain = Call.of(ElementwiseOperators.IF_ELSE, Algebra.sine(chain), root, Algebra.square(chain));
            Formula logarithm = Call.of(ElementwiseOperators.LOG, Algebra.plus(x, new Constant(k)));
            pieces = Call.of(ElementwiseOperators.IF_ELSE, Algebra.minus(x, new Constant(k)), logarithm, pieces);
        }
        for (Formula f : List.of(chain, pieces)) {
            long value = size(f);
            Formula gradient = f.gradient(x, new Constant(1));
            long first = size(gradient);
            long second = size(gradient.gradient(x, new Constant(1)));
            System.out.println("operations: value " + value + ", first " + first + ", second " + second);
            assertTrue(first < 5 * value && second < 20 * value, value + ", " + first + ", " + second);
        }
    }

    private static long size(Formula f) {
        return Lower.apply(List.of(f), Category.I).values().size();
    }

    /** Formulas at random, in which functions stand outside their domains where they are not chosen. */
    @TestFactory
    Stream<DynamicTest> randomFormulas() {
        return IntStream.range(0, 300).mapToObj(seed -> {
            var random = new SplittableRandom(seed);
            String text = draw(random, 4);
            return DynamicTest.dynamicTest("seed " + seed + ": " + text, () -> checkRandom(text, random));
        });
    }

    private static void checkRandom(String text, SplittableRandom random) {
        Formula f = Formula.parse(text, "x = Vi(3)");
        Variable x = (Variable) Formula.parse("x", "x = Vi(3)");
        Formula gradient = f.gradient(x, new Constant(1));
        for (int n = 0; n < 8; n++) {
            Point point = new Point(Map.of(0, random.doubles(3, -1.5, 1.5).toArray()));
            double[] coarse = point.differences(f, x, new double[] {1}, 1e-4);
            double[] fine = point.differences(f, x, new double[] {1}, 2e-5);
            double[] made = point.value(gradient);
            for (int k = 0; k < 3; k++) {
                // Differences that agree have met no kink and no pole.
                double scale = 1 + Math.abs(fine[k]);
                if (Math.abs(coarse[k] - fine[k]) < 1e-7 * scale && scale < 1e4) {
                    assertEquals(fine[k], made[k], 1e-5 * scale,
                            "at " + Arrays.toString(point.of(x)) + ", component " + k);
                }
            }
        }
    }

    private static String draw(SplittableRandom random, int depth) {
        if (depth == 0) {
            return random.nextInt(4) == 0 ? "0.5" : "x[" + random.nextInt(3) + "]";
        }
        String f = draw(random, depth - 1);
        String g = draw(random, depth - 1);
        return switch (random.nextInt(10)) {
            case 0 -> "(" + f + " + " + g + ")";
            case 1 -> "(" + f + " * " + g + ")";
            case 2 -> "IfElse(" + f + ",Sqrt(" + f + ")," + g + ")";
            case 3 -> "IfElse(" + f + "," + g + ",Log(0.3 - " + f + "))";
            case 4 -> "ReLU(" + f + " - 1/ReLU(" + g + "))";
            case 5 -> "Clamp(Log(ReLU(" + f + "))," + g + ",1)";
            case 6 -> "Max(Concat(" + g + ",Log(ReLU(" + f + "))))";
            case 7 -> "Sum(IfElse(x," + f + " * Powf(x,0.7)," + g + "))";
            case 8 -> "Sin(" + f + ")";
            default -> "IfElse(" + f + "," + g + "," + draw(random, depth - 1) + ")";
        };
    }
}
