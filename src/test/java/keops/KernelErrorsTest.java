package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a wrong kernel product is told, before any work is done. */
class KernelErrorsTest {
    private final Tensor x = Numbers.tensor(1, DType.FLOAT32, 5, 3);
    private final Tensor y = Numbers.tensor(2, DType.FLOAT32, 7, 3);
    private final Tensor u = Numbers.tensor(3, DType.FLOAT32, 5, 2);
    private final Tensor v = Numbers.tensor(4, DType.FLOAT32, 7, 2);
    private final Tensor b = Numbers.tensor(5, DType.FLOAT32, 7, 4);
    private final Tensor ui = Numbers.tensor(6, DType.FLOAT32, 5, 1);
    private final Tensor vj = Numbers.tensor(7, DType.FLOAT32, 7, 1);
    private final KernelProduct gaussian = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
    private final KernelProduct pairs = KernelProduct.of(Kernel.of("gaussian(x,y) * linear(u,v)"));

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(FormulaException.class, action).getMessage());
    }

    private static Tensor vector(double... values) {
        return Tensor.vector(DType.FLOAT32, values);
    }

    @Test
    void pairsOfVariables() {
        refused("a kernel product works with pairs of variables: the list of x should have the same length as that of "
                + "y, but 2 and 1 came", () -> pairs.gamma(0.5).call(List.of(x, u), List.of(y), b));
        refused("the kernel gaussian(x,y) * linear(u,v) has 2 pairs of variables [(x,y), (u,v)], but 1 pair came",
                () -> pairs.gamma(0.5).call(x, y, b));
        refused("x and y of the pair (u,v) must have rows of equal length, but are float32 (5, 2) and float32 (7, 3)",
                () -> pairs.gamma(0.5).call(List.of(x, u), List.of(y, y), b));
        refused("x of the pair (x,y) must have shape (M, D), but is float32 (15)",
                () -> gaussian.call(x.reshape(15), y, b));
        refused("x of the pair (x,y) must be of a floating-point type, but is int64 (5, 3)",
                () -> gaussian.call(Tensor.of(new long[15], 5, 3), y, b));
        refused("y of the pair (x,y) must have shape (N, D), but is float32 (7, 1, 3)",
                () -> gaussian.call(x, y.reshape(7, 1, 3), b));
    }

    @Test
    void gammas() {
        refused("the kernel gaussian(x,y) * linear(u,v) has 2 formulas [gaussian(x,y), linear(u,v)], but 1 gamma came",
                () -> pairs.gamma(vector(1)));
        refused("gamma 0 of gaussian(x,y) is null, but this formula needs one", () -> pairs.gamma(null, null));
        refused("gamma 1 of linear(u,v) must be null: this formula has none", () -> pairs.gamma(vector(1), vector(1)));
        refused("the kernel gaussian(x,y) * linear(u,v) needs gammas for [gaussian(x,y)], but none came:"
                        + " set them by gamma(...), 1/l^2 for a length l",
                () -> pairs.call(List.of(x, u), List.of(y, v), b));
        refused("a gamma must be a vector, or a matrix with a row per j, but is float32 ()",
                () -> pairs.gamma(vector(1).reshape(), null));
        refused("a gamma per row i must have shape (M, 1), (M, D) or (M, D*D), but is float32 (1)",
                () -> Gamma.perI(vector(1)));
        refused("a gamma per row j must have shape (N, 1), (N, D) or (N, D*D), but is float32 (1)",
                () -> Gamma.perJ(vector(1)));
        refused("gamma 0 of gaussian(x,y) must have 1 number (a scalar), 3 (a diagonal) or 9 (a symmetric matrix),"
                + " but is float32 (4)", () -> gaussian.gamma(vector(1, 2, 3, 4)).call(x, y, b));
        refused("all arguments indexed by j must have the same number of rows, but argument 0 (G_0 = Vj(1)) has 5"
                + " and argument 2 (Y_0 = Vj(3)) has 7", () -> gaussian.gamma(ui).call(x, y, b));
    }

    @Test
    void tensorsOfTheMode() {
        refused("the mode sum takes 1 tensor [B] after x and y, but 0 tensors came", () -> gaussian.call(x, y));
        refused("the mode log_scaled takes 3 tensors [B, U, V] after x and y, but 2 tensors came",
                () -> gaussian.mode("log_scaled").call(x, y, b, ui));
        refused("B must have shape (N, E), but is float32 (28)", () -> gaussian.call(x, y, b.reshape(28)));
        refused("B must have shape (N, 1), but is float32 (7, 4)", () -> gaussian.mode("lse").call(x, y, b));
        refused("U must have shape (M, 1), but is float32 (5)",
                () -> gaussian.mode("log_scaled").call(x, y, b, ui.reshape(5), vj));
        refused("C must have shape (M, 4), but is float32 (5, 2)",
                () -> gaussian.mode("log_scaled_barycenter").call(x, y, b, ui, vj, u));
        refused("all arguments indexed by j must have the same number of rows, but argument 2 (Y_0 = Vj(3)) has 7"
                + " and argument 3 (B = Vj(4)) has 6", () -> gaussian.call(x, y, b.rows(0, 6)));
        refused("either all arguments are float64 or none, but argument 0 (G_0 = Pm(1)) is float32 and argument 3"
                + " (B = Vj(4)) is float64", () -> gaussian.call(x, y, Numbers.tensor(1, DType.FLOAT64, 7, 4)));
    }

    @Test
    void modesAndBackEnds() {
        refused("unknown mode 'log_cost'; known are: sum, lse, log_scaled, log_scaled_lse, log_scaled_barycenter,"
                + " lse_mult_i, sinkhorn_cost, sinkhorn_primal", () -> gaussian.mode("log_cost"));
        assertEquals("there is no back end 'GPU_3D'; there are AUTO, CPU, GPU, GPU_1D, GPU_2D, REFERENCE",
                assertThrows(BackendException.class, () -> gaussian.backend("GPU_3D")).getMessage());
        refused("the device must be a number from 0, or -1 for the default one, but is -2", () -> gaussian.device(-2));
        refused("the number of threads must be at least 1, but is 0", () -> gaussian.threads(0));
    }

    @Test
    void kernelsWithoutALogarithm() {
        refused("the kernel -distance(x,y): the mode lse needs the logarithm of the kernel: the kernel has no "
                        + "logarithm: -distance(x,y) is negative",
                () -> KernelProduct.of(Kernel.of("-distance(x,y)")).gamma(1).mode("lse").call(x, y, vj));
        Kernel own = Kernel.of("sine(x,y)", KernelFormulas.STANDARD.with("sine", "Sin(({X}|{Y}))", null));
        refused("the kernel sine(x,y): the mode lse needs the logarithm of the kernel: the kernel 'sine' was registered"
                + " without a log formula", () -> KernelProduct.of(own).mode("lse").call(x, y, vj));
        refused("the kernel X_0|Y_0 was made without a log formula", () -> Kernel.ofFormulas("X_0|Y_0", null)
                .logFormula());
    }

    @Test
    void aUsersOwnKernels() {
        refused("a kernel is named by letters, digits and underscores, but 'my kernel' came",
                () -> KernelFormulas.STANDARD.with("my kernel", "1", null));
        refused("the formula of the kernel 'mine' may have {X}, {Y} and {G} in braces, but has '{Z}' at column 5:"
                + " {X}+{Z}", () -> KernelFormulas.STANDARD.with("mine", "{X}+{Z}", null));
        refused("the formula of the kernel 'mine' may have {X}, {Y} and {G} in braces, but has '}' at column 4: {X}}",
                () -> KernelFormulas.STANDARD.with("mine", "{X}}", null));
        Kernel wrong = Kernel.of("mine(x,y)", KernelFormulas.STANDARD.with("mine", "Sqroot({X}|{Y})", null));
        refused("""
                the kernel mine(x,y): unknown function 'Sqroot' at column 3 (did you mean 'Sqrt'?); \
                docs/operators.md and './keops operators' list all
                  ((Sqroot(X_0|Y_0))) * B
                    ^""", () -> KernelProduct.of(wrong).call(x, y, b));
        refused("the kernel X_1|Y_1 has X_1, but no X_0: arguments are numbered from 0 without gaps",
                () -> Kernel.ofFormulas("X_1|Y_1", null));
    }
}
