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
import keops.autograd.TapeVariable;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
            LazyTensor k = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).times(-0.8).exp().backend(backend);
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
        assertEquals(0, KernelSolve.of(PRODUCT, "b")
                .call(Arena.ofAuto(), g, x.rows(0, 0), x.rows(0, 0), b.rows(0, 0)).count());
        assertArrayEquals(new double[16], SOLVE.call(Arena.ofAuto(), g, x, x, Tensor.of(new double[16], 8, 2))
                .toDoubleArray());
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
            TapeVariable[] v = Stream.of(at).map(tape::variable).toArray(TapeVariable[]::new);
            List<Tensor> second = tape.gradients(norm(tape, v), v);
            for (int k = 0; k < 3; k++) {
                Compare.arrays(Slopes.gradient(moved -> {
                    try (Tape inner = new Tape()) {
                        return norm(inner, Stream.of(moved).map(inner::variable).toArray(TapeVariable[]::new)).item();
                    }
                }, k, at), second.get(k).toDoubleArray(), 1e-7, "second derivative by argument " + k);
            }
        }
    }

    private TapeVariable norm(Tape tape, TapeVariable[] v) {
        TapeVariable loss = Reductions.solve(SOLVE, v[0], v[1], v[1], v[2]).times(tape.constant(e)).sum();
        return tape.differentiableGradients(loss, v).stream().map(gradient -> gradient.square().sum())
                .reduce(TapeVariable::plus).orElseThrow();
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
        UnsolvedException notPositive =
                assertThrows(UnsolvedException.class, () -> negative.call(Arena.ofAuto(), x, x, b));
        assertTrue(notPositive.getMessage().contains("must be symmetric and positive definite"),
                notPositive.getMessage());
        assertEquals(UnsolvedException.Reason.NOT_POSITIVE, notPositive.reason());
        assertEquals(0, notPositive.steps());
        assertEquals(1, notPositive.residual());
        Tensor nan = Tensor.of(new double[] {Double.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 8, 2);
        assertMessage("its right-hand side must be finite, but its number 0 is NaN",
                () -> SOLVE.call(Arena.ofAuto(), g, x, x, nan));
        assertMessage("a matrix product needs a scalar per (i, j)", () -> LazyTensor.vi(x).solve(b));
    }

    private static KernelSolve gaussian(int columns) {
        return KernelSolve.of(Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(2)", "y = Vj(2)", "b = Vj(" + columns + ")")
                .axis(1).build(), "b");
    }

    /** A system whose matrix has smaller eigenvalues than the rounding errors of a product in its type. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void anUnsolvedSystemKeepsItsBestSolution(DType dtype) {
        Tensor points = Numbers.tensor(1, dtype, 300, 2);
        KernelSolve solve = gaussian(1).alpha(0).eps(1e-15);
        // A part that can be reached, and a little that cannot.
        Tensor right = solve.product().call(Arena.ofAuto(), points, points, Numbers.tensor(2, dtype, 300, 1));
        for (int k = 0; k < 300; k++) {
            right.setDoubleAt(k, right.doubleAt(k) + 1e-3 * Math.sin(k * k));
        }
        UnsolvedException e =
                assertThrows(UnsolvedException.class, () -> solve.call(Arena.ofAuto(), points, points, right));
        assertTrue(e.reason() == UnsolvedException.Reason.ROUNDING || e.reason() == UnsolvedException.Reason.STEPS,
                e.getMessage());
        assertTrue(e.getMessage().contains("leaves " + e.residual() + " of the right-hand side"), e.getMessage());
        assertEquals(dtype == DType.FLOAT32, e.getMessage().contains("or float64 data,"), e.getMessage());
        assertEquals(dtype, e.best().dtype());
        assertTrue(e.steps() > 0);
        assertTrue(e.residual() > 1e-15 && e.residual() < 1, "left: " + e.residual());
        double[] product = solve.product().call(Arena.ofAuto(), points, points, e.best()).toDoubleArray();
        double squares = 0;
        double whole = 0;
        for (int k = 0; k < product.length; k++) {
            squares += Math.pow(right.doubleAt(k) - product[k], 2);
            whole += Math.pow(right.doubleAt(k), 2);
        }
        assertEquals(e.residual(), Math.sqrt(squares / whole),
                1e-3 * e.residual() + (dtype == DType.FLOAT32 ? 1e-4 : 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theUnitOfTheRightHandSideDoesNotMatter(DType dtype) {
        Tensor points = Numbers.tensor(1, dtype, 50, 2);
        Tensor right = Numbers.tensor(2, dtype, 50, 1);
        KernelSolve solve = gaussian(1).alpha(0.1);
        double[] plain = solve.call(Arena.ofAuto(), points, points, right).toDoubleArray();
        int[] exponents = dtype == DType.FLOAT32 ? new int[] {-30, 30, -80, 80} : new int[] {-30, 30, -700, 700};
        for (int exponent : exponents) {
            Tensor scaled = right.toHost(Arena.ofAuto());
            for (int k = 0; k < 50; k++) {
                scaled.setDoubleAt(k, Math.scalb(right.doubleAt(k), exponent));
            }
            double[] solution = solve.call(Arena.ofAuto(), points, points, scaled).toDoubleArray();
            for (int k = 0; k < 50; k++) {
                assertEquals(plain[k], Math.scalb(solution[k], -exponent), 1e-6 * Math.abs(plain[k]), "2^" + exponent);
            }
        }
        Tensor zero = Tensor.allocate(Arena.ofAuto(), dtype, 50, 1);
        assertArrayEquals(new double[50], solve.call(Arena.ofAuto(), points, points, zero).toDoubleArray());
    }

    @Test
    void everyColumnIsSolvedByItsOwnMeasure() {
        Tensor points = Numbers.tensor(1, DType.FLOAT64, 60, 2);
        double[] columns = new double[180];
        for (int k = 0; k < 60; k++) {
            columns[3 * k] = Math.sin(k + 1);
            columns[3 * k + 1] = 1e-9 * Math.cos(3 * k);
        }
        Tensor right = Tensor.of(columns, 60, 3);
        double alpha = 0.01;
        double eps = 1e-8;
        double[] a = gaussian(3).alpha(alpha).eps(eps).call(Arena.ofAuto(), points, points, right).toDoubleArray();
        double[] product =
                gaussian(3).product().call(Arena.ofAuto(), points, points, Tensor.of(a, 60, 3)).toDoubleArray();
        for (int c = 0; c < 3; c++) {
            double left = 0;
            double whole = 0;
            for (int k = c; k < 180; k += 3) {
                left += Math.pow(columns[k] - product[k] - alpha * a[k], 2);
                whole += columns[k] * columns[k];
            }
            assertTrue(Math.sqrt(left) <= 1.1 * eps * Math.sqrt(whole), "column " + c + ": " + left + " of " + whole);
        }
    }

    @Test
    void infiniteProductsAreToldFromMatricesThatAreNotPositive() {
        Tensor points = Tensor.of(new float[] {1, 2, 3, 4}, 4, 1);
        Tensor right = Tensor.of(new float[] {1, 1, 1, 1}, 4, 1);
        KernelSolve overflowing = KernelSolve.of(
                Genred.of("Exp(100 + x*y) * b", "x = Vi(1)", "y = Vj(1)", "b = Vj(1)").axis(1).build(), "b");
        UnsolvedException e =
                assertThrows(UnsolvedException.class, () -> overflowing.call(Arena.ofAuto(), points, points, right));
        assertEquals(UnsolvedException.Reason.NOT_FINITE, e.reason());
        assertEquals(
                "the system is not solved: a product of K with a finite vector has infinities or NaN in float32: look"
                + " at the arguments and at the formula", e.getMessage());
        assertArrayEquals(new double[4], e.best().toDoubleArray());
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
