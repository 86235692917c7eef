package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import keops.program.Extent;
import keops.program.Lower;
import keops.program.pass.Contract;
import keops.program.pass.FactorSums;
import keops.program.pass.Pipeline;
import org.junit.jupiter.api.Test;

/** The programs of derivatives are no larger than those of the formulas that a person derives. */
class OperationCountTest {
    private static final String[] ALIASES =
            {"G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)", "E = Vi(2)", "U = Vi(3)", "V = Vi(3)"};
    private static final String GAUSSIAN = "Exp(-G * SqDist(X,Y))";

    private static Formula parse(String text) {
        return Formula.parse(text, ALIASES);
    }

    private static long operations(Formula formula, Category rows) {
        return Pipeline.of(new FactorSums(Collections.nCopies(formula.dim(), Extent.ROWS)), Contract.all())
                .apply(Lower.apply(List.of(formula), rows))
                .operationsPerPair();
    }

    /** Compares value and size of a derivative with those of a formula derived by hand. */
    private static void check(String derivative, String byHand, Category rows, long operations) {
        Formula made = parse(derivative);
        Formula written = parse(byHand);
        var point = Point.draw(new SplittableRandom(1),
                DerivativesTest.variables(parse("Concat(G,X,Y,B,E,U,V)")), 0.2, 1);
        assertArrayEquals(point.value(written), point.value(made), 1e-14, derivative);
        long count = operations(made, rows);
        String text = derivative + " = " + ((Call) made).expansion() + ": " + count + " operations per pair, by hand "
                + operations(written, rows);
        System.out.println(text);
        assertTrue(count <= operations(written, rows), text);
        assertEquals(operations, count, text);
    }

    /** 3 differences, 3 for the square, 1 for G, 1 exponential; 2 for (E|B), 1 to join both; 3 for the difference. */
    @Test
    void firstDerivativesOfTheGaussian() {
        String f = GAUSSIAN + " * B";
        check("Grad(" + f + ",X,E)", "-2 * G * ((E|B) * " + GAUSSIAN + " * (X - Y))", Category.I, 14);
        check("Grad(" + f + ",Y,E)", "2 * G * ((E|B) * " + GAUSSIAN + " * (X - Y))", Category.J, 14);
        check("Grad(" + f + ",B,E)", GAUSSIAN + " * E", Category.J, 10);
        check("Grad(" + f + ",G,E)", "-(E|B) * " + GAUSSIAN + " * SqDist(X,Y)", Category.I, 12);
    }

    /** What the gradients share is computed once: by X and G one operation more than by X alone, by Y and B two. */
    @Test
    void allFirstDerivativesTogether() {
        Formula f = parse(GAUSSIAN + " * B");
        Variable e = (Variable) parse("E");
        List<Formula> rows = Differentiate.gradients(
                f, List.of((Variable) parse("X"), (Variable) parse("G")), e);
        assertEquals(15, operations(Call.of(ComponentOperators.CONCAT, rows.toArray(Formula[]::new)), Category.I));
        List<Formula> columns = Differentiate.gradients(
                f, List.of((Variable) parse("Y"), (Variable) parse("B")), e);
        assertEquals(16, operations(Call.of(ComponentOperators.CONCAT, columns.toArray(Formula[]::new)), Category.J));
    }

    /** As the first, and 3 for (X - Y|U), 1 for 2 G, 3 and 3 for the vectors: the outer product is never made. */
    @Test
    void secondDerivativesOfTheGaussian() {
        String gradient = "Grad(" + GAUSSIAN + " * B,X,E)";
        check("Grad(" + gradient + ",X,U)",
                "-2 * G * ((E|B) * " + GAUSSIAN + " * (U - 2 * G * (X - Y|U) * (X - Y)))", Category.I, 24);
        check("Diff(" + gradient + ",X,U)",
                "-2 * G * ((E|B) * " + GAUSSIAN + " * (U - 2 * G * (X - Y|U) * (X - Y)))", Category.I, 24);
        check("Laplacian(" + GAUSSIAN + ",X)",
                "2 * G * " + GAUSSIAN + " * (2 * G * SqDist(X,Y) - 3)", Category.I, 11);
    }

    @Test
    void thirdDerivativesOfTheGaussian() {
        String k = GAUSSIAN;
        String s = "(X - Y|U)";
        String t = "(X - Y|V)";
        check("Grad(Grad(Grad(" + k + " * B,X,E),X,U),X,V)",
                "4 * G * G * ((E|B) * " + k + " * (" + s + " * V + " + t
                        + " * U + (U|V) * (X - Y) - 2 * G * " + s + " * " + t + " * (X - Y)))", Category.I, 32);
    }
}
