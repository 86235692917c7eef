package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The generic operations of the original documentation, on tensors and on plain arrays. */
class GenericTest {
    private static final float[][] X = {{0, 0}, {1, 0}, {0, 2}};
    private static final float[][] Y = {{0, 1}, {3, 0}};

    @Test
    void theOutputDecidesTheAxis() {
        Genred overJ = Generic.sum("SqDist(X,Y)", "A = Vi(1)", "X = Vi(2)", "Y = Vj(2)");
        Genred overI = Generic.sum("SqDist(X,Y)", "A = Vy(1)", "X = Vx(2)", "Y = Vy(2)");
        assertArrayEquals(new double[] {1 + 9, 2 + 4, 1 + 13}, overJ.call(X, Y).toDoubleArray());
        assertArrayEquals(new double[] {1 + 2 + 1, 9 + 4 + 13}, overI.call(X, Y).toDoubleArray());
    }

    @Test
    void theSumOfThePytorchPage() {
        Genred routine = Generic.sum(
                "Square(p-a)*Exp(x+y)", "output = Vx(3)", "p = Pm(1)", "a = Vy(1)", "x = Vx(3)", "y = Vy(3)");
        Tensor c = routine.call(2.0, new double[][] {{1}}, new double[][] {{0, 1, 2}}, new double[][] {{0, 0, 0}});
        assertArrayEquals(new double[] {1, Math.E, Math.exp(2)}, c.toDoubleArray(), 1e-14);
    }

    @Test
    void theNearestNeighbours() {
        Genred nearest = Generic.argMin("SqDist(x,y)", "a = Vi(1)", "x = Vi(2)", "y = Vj(2)");
        assertArrayEquals(new long[] {0, 0, 0}, nearest.call(X, Y).toLongArray());
        Tensor both = Generic.argKMin("SqDist(x,y)", "a = Vi(2)", "x = Vi(2)", "y = Vj(2)").call(X, Y);
        assertArrayEquals(new long[] {3, 2}, both.shape());
        assertArrayEquals(new long[] {0, 1, 0, 1, 0, 1}, both.toLongArray());
    }

    @Test
    void theLogLikelihoodOfAMixture() {
        Genred likelihood = Generic.logSumExp(
                "(-(g * SqNorm2(x - y))) + b", "a = Vi(1)", "x = Vi(2)", "y = Vj(2)", "g = Pm(1)", "b = Vj(1)");
        double expected = Math.log(Math.exp(-0.5) * 0.25 + Math.exp(-4.5) * 0.75);
        double[][] logs = {{Math.log(0.25)}, {Math.log(0.75)}};
        double[][] x = {{0, 0}};
        double[][] y = {{0, 1}, {3, 0}};
        assertEquals(expected, likelihood.call(x, y, new double[] {0.5}, logs).doubleAt(0), 1e-14);
    }

    @Test
    void theDimensionOfTheOutputIsChecked() {
        assertMessage("the output is declared as 'A = Vi(2)', of dimension 2, but the result has dimension 1",
                () -> Generic.sum("SqDist(X,Y)", "A = Vi(2)", "X = Vi(2)", "Y = Vj(2)"));
        assertMessage("the output must be indexed by i (Vi) or j (Vj), but is 'A = Pm(1)'",
                () -> Generic.sum("SqDist(X,Y)", "A = Pm(1)", "X = Vi(2)", "Y = Vj(2)"));
    }

    @Test
    void wrongArraysAreRefused() {
        Genred sum = Generic.sum("SqDist(X,Y)", "A = Vi(1)", "X = Vi(2)", "Y = Vj(2)");
        assertMessage("argument 0 (X = Vi(2)) must hold rows of 2 numbers, but has 3 numbers",
                () -> sum.call(new float[3], Y));
        assertMessage("either all arguments are float64 or none, but argument 0 (X = Vi(2)) is float32 and argument 1"
                + " (Y = Vj(2)) is float64", () -> sum.call(X, new double[][] {{0, 0}}));
    }

    @Test
    void anotherBackEndGivesTheSame() {
        Genred sum = Generic.sum("SqDist(X,Y)", "A = Vi(1)", "X = Vi(2)", "Y = Vj(2)");
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            Tensor result = sum.backend(backend).call(X, Y);
            assertEquals(DType.FLOAT32, result.dtype());
            assertArrayEquals(new double[] {10, 6, 14}, result.toDoubleArray());
        }
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(expected, assertThrows(FormulaException.class, call).getMessage());
    }
}
