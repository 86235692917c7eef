package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.Variable;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Linear systems with kernel matrices: solutions, and derivatives to the second order. */
class KernelSolveTest {
    private static final Genred PRODUCT = Genred.of("Exp(-g * SqDist(x,y)) * b",
            "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)").axis(1).build();
    private static final KernelSolve SOLVE = KernelSolve.of(PRODUCT, "b").alpha(0.1).eps(1e-13);
    private final Tensor g = Tensor.vector(DType.FLOAT64, 0.8);
    private final Tensor x = Numbers.tensor(1, DType.FLOAT64, 8, 3);
    private final Tensor b = Numbers.tensor(2, DType.FLOAT64, 8, 2);
    private final Tensor e = Numbers.tensor(3, DType.FLOAT64, 8, 2);

    private static double[] image(Tensor product, Tensor a, double alpha) {
        double[] image = product.toDoubleArray();
        for (int k = 0; k < image.length; k++) {
            image[k] += alpha * a.doubleAt(k);
        }
        return image;
    }

    @Test
    void solutionsSolve() {
        Tensor a = SOLVE.call(Arena.ofAuto(), g, x, x, b);
        assertArrayEquals(b.toDoubleArray(), image(PRODUCT.call(Arena.ofAuto(), g, x, x, a), a, 0.1), 1e-11);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            LazyTensor k = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).times(-0.8).exp().on(backend);
            assertArrayEquals(a.toDoubleArray(), k.solve(b, 0.1, 1e-13).toDoubleArray(), 1e-10);
            Tensor column = b.reshape(16).rows(0, 8);
            Tensor vector = k.solve(column, 0.1);
            assertArrayEquals(new long[] {8}, vector.shape());
            assertArrayEquals(column.toDoubleArray(), image(k.matvec(vector), vector, 0.1), 1e-4);
        }
        // The data of the operands and the right-hand side may be the same tensor.
        Tensor same = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).times(-0.8).exp().solve(x, 0.1, 1e-12);
        assertArrayEquals(new long[] {8, 3}, same.shape());
    }

    @Test
    void float32AndNothing() {
        Tensor x32 = Numbers.tensor(1, DType.FLOAT32, 50, 3);
        Tensor b32 = Numbers.tensor(2, DType.FLOAT32, 50, 2);
        LazyTensor k = LazyTensor.vi(x32).sqDist(LazyTensor.vj(x32)).times(-0.8).exp();
        Tensor a = k.solve(b32, 1, 1e-5);
        assertArrayEquals(b32.toDoubleArray(), image(k.matmul(a), a, 1), 1e-4);
        assertEquals(0, KernelSolve.of(PRODUCT, "b").call(Arena.ofAuto(), g, x.rows(0, 0), x.rows(0, 0), b.rows(0, 0)).count());
        assertArrayEquals(new double[16], SOLVE.call(Arena.ofAuto(), g, x, x, Tensor.of(new double[16], 8, 2)).toDoubleArray());
    }

    private double loss(Tensor... at) {
        return Slopes.product(e, SOLVE.call(Arena.ofAuto(), at[0], at[1], at[1], at[2]));
    }

    @Test
    void gradients() {
        List<Tensor> gradients = SOLVE.gradient(Arena.ofAuto(), e, List.of("g", "x", "y", "b"), g, x, x, b);
        double[] byX = gradients.get(1).toDoubleArray();
        for (int k = 0; k < byX.length; k++) {
            byX[k] += gradients.get(2).doubleAt(k);
        }
        Compare.arrays(Slopes.gradient(this::loss, 0, g, x, b), gradients.get(0).toDoubleArray(), 1e-8, "by g");
        Compare.arrays(Slopes.gradient(this::loss, 1, g, x, b), byX, 1e-8, "by x and y");
        Compare.arrays(Slopes.gradient(this::loss, 2, g, x, b), gradients.get(3).toDoubleArray(), 1e-8, "by b");
    }

    @Test
    void gradientsOfGradients() {
        Tensor[] at = {g, x, b};
        try (Tape tape = new Tape()) {
            Variable[] v = Stream.of(at).map(tape::variable).toArray(Variable[]::new);
            List<Tensor> second = tape.gradients(norm(tape, v), v);
            for (int k = 0; k < 3; k++) {
                Compare.arrays(Slopes.gradient(moved -> {
                    try (Tape inner = new Tape()) {
                        return norm(inner, Stream.of(moved).map(inner::variable).toArray(Variable[]::new)).item();
                    }
                }, k, at), second.get(k).toDoubleArray(), 1e-7, "second derivative by argument " + k);
            }
        }
    }

    private Variable norm(Tape tape, Variable[] v) {
        Variable loss = Reductions.solve(SOLVE, v[0], v[1], v[1], v[2]).times(tape.constant(e)).sum();
        return tape.differentiableGradients(loss, v).stream().map(gradient -> gradient.square().sum())
                .reduce(Variable::plus).orElseThrow();
    }

    @Test
    void systemsThatCannotBeSolved() {
        assertMessage("a linear system needs a sum that is linear in its unknown b, but Sum", () -> KernelSolve.of(
                Genred.of("Square(b) * x", "x = Vi(1)", "b = Vj(1)").axis(1).build(), "b"));
        assertMessage("a linear system needs a sum over the rows of its unknown", () -> KernelSolve.of(PRODUCT, "x"));
        assertMessage("a linear system needs a sum over the rows of its unknown", () -> KernelSolve.of(
                Genred.of("x * b", "x = Vi(1)", "b = Vj(1)").reduction(Reduction.MAX).axis(1).build(), "b"));
        assertMessage("there is no argument 'z'", () -> KernelSolve.of(PRODUCT, "z"));
        assertMessage("alpha must be 0 or more, but is -1.0", () -> SOLVE.alpha(-1));
        assertMessage("eps must be above 0, but is 0.0", () -> SOLVE.eps(0));
        assertMessage("as many rows as columns", () -> SOLVE.call(Arena.ofAuto(), g, x.rows(0, 5), x, b));
        KernelSolve negative = KernelSolve.of(Genred.of("-Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
                .axis(1).build(), "b");
        assertMessage("must be symmetric and positive", () -> negative.call(Arena.ofAuto(), x, x, b));
        Tensor nan = Tensor.of(new double[] {Double.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 8, 2);
        assertMessage("the system is not solved", () -> SOLVE.call(Arena.ofAuto(), g, x, x, nan));
        Tensor x32 = Numbers.tensor(1, DType.FLOAT32, 200, 1);
        assertMessage("the system is not solved", () -> LazyTensor.vi(x32).sqDist(LazyTensor.vj(x32)).negate().exp()
                .solve(Numbers.tensor(2, DType.FLOAT32, 200, 1), 0, 1e-9));
        assertMessage("a matrix product needs a scalar per (i, j)", () -> LazyTensor.vi(x).solve(b));
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
