package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import keops.error.FormulaException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The operators that differentiate, against the Jacobian by central differences, and what they refuse. */
class DerivativeOperatorsTest {
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "p = Pm(1)", "A = Pm(9)"};
    private static final Variable X = (Variable) parse("x");
    private static final String FIELD = "Exp(-p * SqDist(x,y)) * (x - y) + Sin(x) * Elem(x,1)";

    private static Formula parse(String text) {
        return Formula.parse(text, ALIASES);
    }

    private static Point point() {
        return Point.draw(new SplittableRandom(7), List.of(
                X, (Variable) parse("y"), (Variable) parse("p"), (Variable) parse("A")), 0.2, 1);
    }

    /** The Jacobian by differences, row by row. */
    private static double[] jacobian(String formula) {
        Formula f = parse(formula);
        double[] jacobian = new double[f.dim() * 3];
        for (int k = 0; k < f.dim(); k++) {
            double[] row = new double[f.dim()];
            row[k] = 1;
            System.arraycopy(point().differences(f, X, row), 0, jacobian, 3 * k, 3);
        }
        return jacobian;
    }

    private static void check(String operator, double... expected) {
        assertArrayEquals(expected, point().value(parse(operator)), 1e-9, operator);
    }

    @Test
    void jacobianAndItsProducts() {
        double[] j = jacobian(FIELD);
        check("GradMatrix(" + FIELD + ",x)", j);
        assertArrayEquals(j, point().value(parse(FIELD).jacobian(X)), 1e-9);
        double[] y = point().of((Variable) parse("y"));
        double[] forward = new double[3];
        double[] reverse = new double[3];
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
                forward[k] += j[3 * k + l] * y[l];
                reverse[l] += j[3 * k + l] * y[k];
            }
        }
        check("Diff(" + FIELD + ",x,y)", forward);
        check("Grad(" + FIELD + ",x,y)", reverse);
    }

    @Test
    void divergenceAndLaplacian() {
        double[] j = jacobian(FIELD);
        check("Divergence(" + FIELD + ",x)", j[0] + j[4] + j[8]);
        String potential = "Exp(-p * SqDist(x,y)) + SqNorm2(x) * Elem(x,0)";
        double[] h = jacobian("Grad(" + potential + ",x,1)");
        check("Laplacian(" + potential + ",x)", h[0] + h[4] + h[8]);
        assertArrayEquals(new double[] {h[0] + h[4] + h[8]}, point().value(parse(potential).laplacian(X)), 1e-9);
    }

    @Test
    void linearOperators() {
        double[] a = point().of((Variable) parse("A"));
        double[] y = point().of((Variable) parse("y"));
        check("TraceOperator(MatVecMult(A,x),x)", a[0] + a[4] + a[8]);
        check("TraceOperator(MatVecMult(A,x),x,y)", a[0] * y[0] + a[4] * y[1] + a[8] * y[2]);
        check("TraceOperator(Exp(y) * x - x / 2,x)", Stream.of(y[0], y[1], y[2])
                .mapToDouble(v -> Math.exp(v) - 0.5).sum());
        check("SumLinOperator(MatVecMult(A,x),x)", java.util.Arrays.stream(a).sum());
        check("AdjointOperator(MatVecMult(A,x),x,y)", point().value(parse("VecMatMult(y,A)")));
        check("AdjointOperator(TensorProd(x,y),x,A)", point().value(parse("MatVecMult(A,y)")));
        assertArrayEquals(point().value(parse("VecMatMult(y,A)")),
                point().value(parse("MatVecMult(A,x)").adjoint(X, parse("y"))), 1e-15);
        assertArrayEquals(new double[] {a[0] + a[4] + a[8]}, point().value(parse("MatVecMult(A,x)").trace(X)), 1e-15);
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        return Stream.of(
                refused("Grad(x,x + y,x)", "Grad differentiates by a variable, but x + y is none"),
                refused("Grad(x,I,x)", "by a variable"),
                refused("Grad(x,x,p)", "x has dimension 3 and p has dimension 1"),
                refused("Diff(x,p,x)", "p has dimension 1 and x has dimension 3"),
                refused("Divergence(p,x)", "equal dimensions"),
                refused("Laplacian(x,x)", "scalar"),
                refused("TraceOperator(x * x,x)", "TraceOperator: x * x is not linear with respect to x"),
                refused("TraceOperator(ReLU(x),x)", "is not linear with respect to x"),
                refused("AdjointOperator(Exp(x),x,x)", "AdjointOperator: Exp(x) is not linear with respect to x"),
                refused("Grad(x,x)", "Grad is written Grad(f,v,e)"));
    }

    private static DynamicTest refused(String formula, String words) {
        return DynamicTest.dynamicTest(formula, () -> {
            String message = assertThrows(FormulaException.class, () -> {
                Formula parsed = parse(formula);
                ((Call) parsed).expansion();
            }).getMessage();
            assertTrue(message.contains(words), message);
        });
    }

    @Test
    void derivativesReadBack() {
        Function<String, Formula> parse = DerivativeOperatorsTest::parse;
        for (String text :
                List.of("Grad(x * y,x,y)", "Diff(Exp(x),x,y)", "TraceOperator(x,x)", "TraceOperator(x,x,p)")) {
            assertEquals(text, parse.apply(text).toString());
            Formula made = ((Call) parse.apply(text)).expansion();
            assertEquals(made, parse.apply(made.toString()), made::toString);
        }
    }

    /** Reverse mode visits each node once: what is shared is not taken apart into paths. */
    @Test
    void sharedPartsAreDifferentiatedOnce() {
        Formula f = parse("p");
        for (int k = 0; k < 10; k++) {
            f = Call.of(ElementwiseOperators.SIN, Algebra.plus(f, Algebra.square(f)));
        }
        Formula gradient = f.gradient((Variable) parse("p"), new Constant(1));
        Point at = point();
        assertArrayEquals(at.differences(f, (Variable) parse("p"), new double[] {1}), at.value(gradient), 1e-8);
    }
}
