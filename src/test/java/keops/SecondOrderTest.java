package keops;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients of gradients as users need them: the norm of a gradient, and a step of a Hamiltonian flow. */
class SecondOrderTest {
    private static final Genred GAUSSIAN = Genred.of(
            "Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)").axis(1).build();
    private static final Tensor[] ARGUMENTS = {
        Tensor.vector(DType.FLOAT64, 0.6), Numbers.tensor(1, DType.FLOAT64, 7, 3),
                Numbers.tensor(2, DType.FLOAT64, 11, 3), Numbers.tensor(3, DType.FLOAT64, 11, 2)
    };
    private static final Tensor E = Numbers.tensor(4, DType.FLOAT64, 7, 2);

    /** |grad_x|^2 by every argument: the gradient of the gradient, with twice the gradient as its cotangent. */
    @Test
    void squaredNormOfGradient() {
        squaredNormOfGradient("x");
        squaredNormOfGradient("y");
        squaredNormOfGradient("g");
    }

    private static void squaredNormOfGradient(String by) {
        Gradient gradient = GAUSSIAN.gradient(by);
        Genred again = gradient.reductions().getFirst();
        Tensor first = gradient.call(Arena.ofAuto(), E, ARGUMENTS).getFirst();
        Tensor[] all = {ARGUMENTS[0], ARGUMENTS[1], ARGUMENTS[2], ARGUMENTS[3], E};
        List<Tensor> second = again.gradient().call(Arena.ofAuto(), scaled(first, 2), all);
        for (int k = 0; k < all.length; k++) {
            double[] expected = Slopes.gradient(given -> {
                Tensor at = again.callAll(Arena.ofAuto(), given).getFirst();
                return Slopes.product(at, at);
            }, k, all);
            Compare.arrays(expected, second.get(k).toDoubleArray(), 1e-8, "|grad " + by + "|^2 by argument " + k);
        }
    }

    /** The third derivative of a sum: a gradient of a gradient of a gradient, by the same variable. */
    @Test
    void thirdDerivative() {
        Genred first = GAUSSIAN.gradient("x").reductions().getFirst();
        Genred second = first.gradient("x").reductions().getFirst();
        Tensor u = Numbers.tensor(5, DType.FLOAT64, 7, 3);
        Tensor v = Numbers.tensor(6, DType.FLOAT64, 7, 3);
        Tensor[] all = {ARGUMENTS[0], ARGUMENTS[1], ARGUMENTS[2], ARGUMENTS[3], E, u};
        List<Tensor> third = second.gradient().call(Arena.ofAuto(), v, all);
        for (int k = 0; k < all.length; k++) {
            double[] expected =
                    Slopes.gradient(given -> Slopes.product(v, second.call(Arena.ofAuto(), given)), k, all);
            Compare.arrays(expected, third.get(k).toDoubleArray(), 1e-8, "third derivative by argument " + k);
        }
    }

    /**
     * H(q,p) = 1/2 sum p_i k(q_i,q_j) p_j; one step q' = q + h dH/dp, p' = p - h dH/dq; the gradient of
     * |q' - t|^2 by q and p, through Hessian-vector products: e = 2 (q' - t) gives (e, 0) + h H'' (0, e).
     */
    @Test
    void hamiltonianShooting() {
        Genred energy = Genred.of("0.5 * Exp(-g * SqDist(q,r)) * (p|s)",
                "g = Pm(1)", "q = Vi(2)", "p = Vi(2)", "r = Vj(2)", "s = Vj(2)").axis(1).build();
        Tensor g = Tensor.vector(DType.FLOAT64, 0.8);
        Tensor q = Numbers.tensor(1, DType.FLOAT64, 6, 2);
        Tensor p = Numbers.tensor(2, DType.FLOAT64, 6, 2);
        Tensor target = Numbers.tensor(3, DType.FLOAT64, 6, 2);
        Tensor ones = Tensor.of(new double[] {1, 1, 1, 1, 1, 1}, 6, 1);
        Gradient gradient = energy.gradient("q", "p", "r", "s");
        List<Tensor> slopes = gradient.call(Arena.ofAuto(), ones, g, q, p, q, p);
        for (int k = 0; k < 2; k++) {
            double[] expected = Slopes.gradient(
                    given -> Slopes.product(ones,
                            energy.call(Arena.ofAuto(), g, given[0], given[1], given[0], given[1])), k, q, p);
            Compare.arrays(expected, sum(slopes.get(k), slopes.get(k + 2), 1).toDoubleArray(), 1e-9, "dH");
        }
        double h = 0.3;
        Tensor moved = sum(q, sum(slopes.get(1), slopes.get(3), 1), h);
        Tensor e = scaled(sum(moved, target, -1), 2);
        Tensor zero = scaled(e, 0);
        List<Tensor> second = energy.hessian("q", "p", "r", "s")
                .call(Arena.ofAuto(), ones, List.of(zero, e, zero, e), g, q, p, q, p);
        Tensor byQ = sum(e, sum(second.get(0), second.get(2), 1), h);
        Tensor byP = scaled(sum(second.get(1), second.get(3), 1), h);
        for (int k = 0; k < 2; k++) {
            double[] expected = Slopes.gradient(given -> {
                List<Tensor> at = gradient.call(Arena.ofAuto(), ones, g, given[0], given[1], given[0], given[1]);
                Tensor difference = sum(sum(given[0], sum(at.get(1), at.get(3), 1), h), target, -1);
                return Slopes.product(difference, difference);
            }, k, q, p);
            Compare.arrays(expected, (k == 0 ? byQ : byP).toDoubleArray(), 1e-9, "the loss after a step");
        }
    }

    /** a + factor b. */
    private static Tensor sum(Tensor a, Tensor b, double factor) {
        Tensor sum = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, a.shape());
        for (long k = 0; k < sum.count(); k++) {
            sum.setDoubleAt(k, a.doubleAt(k) + factor * b.doubleAt(k));
        }
        return sum;
    }

    private static Tensor scaled(Tensor a, double factor) {
        return sum(a, a, factor - 1);
    }
}
