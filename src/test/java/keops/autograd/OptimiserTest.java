package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import keops.Genred;
import keops.Numbers;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Optimisers against their formulas, and against minima that are known. */
class OptimiserTest {
    /** (1 - a)^2 + 100 (b - a^2)^2, a valley that bends, with its least value at (1, 1). */
    private static TapeVariable rosenbrock(List<TapeVariable> p) {
        TapeVariable a = p.get(0);
        TapeVariable b = p.get(1);
        return a.negate().plus(1).square().plus(b.minus(a.square()).square().times(100)).sum();
    }

    private static List<Tensor> start(DType dtype) {
        return List.of(Tensor.vector(dtype, -1.2), Tensor.vector(dtype, 1));
    }

    @Test
    void gradientDescentFollowsItsFormula() {
        Tensor p = Tensor.of(new double[] {3, -2});
        var descent = new GradientDescent(List.of(p), 0.1, 0.9);
        double[] expected = {3, -2};
        double[] velocity = new double[2];
        for (int n = 0; n < 20; n++) {
            assertEquals(expected[0] * expected[0] + 5 * expected[1] * expected[1], descent.step((tape, v) ->
                    v.getFirst().square().times(tape.constant(Tensor.of(new double[] {1, 5}))).sum()), 1e-10);
            for (int k = 0; k < 2; k++) {
                velocity[k] = 0.9 * velocity[k] + 2 * (k == 0 ? 1 : 5) * expected[k];
                expected[k] -= 0.1 * velocity[k];
            }
            assertArrayEquals(expected, p.toDoubleArray(), 1e-10);
        }
        new GradientDescent(List.of(p), 0.5).step(List.of(Tensor.of(new double[] {2, 4})));
        assertArrayEquals(new double[] {expected[0] - 1, expected[1] - 2}, p.toDoubleArray(), 1e-10);
    }

    @Test
    void adamFollowsItsFormula() {
        Tensor p = Tensor.of(new double[] {3});
        var adam = new Adam(List.of(p), 0.1);
        double at = 3;
        double mean = 0;
        double squares = 0;
        for (int n = 1; n <= 20; n++) {
            double gradient = Math.cos(at);
            mean = 0.9 * mean + 0.1 * gradient;
            squares = 0.999 * squares + 0.001 * gradient * gradient;
            at -= 0.1 * mean / (1 - Math.pow(0.9, n)) / (Math.sqrt(squares / (1 - Math.pow(0.999, n))) + 1e-8);
            adam.step((_, v) -> v.getFirst().sin().sum());
            assertEquals(at, p.doubleAt(0), 1e-12);
        }
        double before = p.doubleAt(0);
        new Adam(List.of(p), 0.25).step(List.of(Tensor.of(new double[] {-7})));
        assertEquals(before + 0.25, p.doubleAt(0), 1e-8);
    }

    @Test
    void lbfgsFindsTheEndOfTheValley() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            List<Tensor> p = start(dtype);
            var lbfgs = new Lbfgs(p);
            double before = Double.POSITIVE_INFINITY;
            for (int n = 0; n < 60; n++) {
                double value = lbfgs.step((_, v) -> rosenbrock(v));
                assertTrue(value <= before, "never higher: " + value + " after " + before);
                before = value;
            }
            assertEquals(1, p.get(0).doubleAt(0), dtype == DType.FLOAT64 ? 1e-9 : 1e-3, dtype.toString());
            assertEquals(1, p.get(1).doubleAt(0), dtype == DType.FLOAT64 ? 1e-9 : 1e-3, dtype.toString());
        }
    }

    /** In n dimensions, a quadratic is solved in about n steps. */
    @Test
    void lbfgsSolvesQuadratics() {
        Tensor p = Numbers.tensor(1, DType.FLOAT64, 6);
        Tensor curvature = Tensor.vector(DType.FLOAT64, 1, 2, 4, 8, 16, 32);
        var lbfgs = new Lbfgs(List.of(p), 6);
        for (int n = 0; n < 30; n++) {
            lbfgs.step((tape, v) -> v.getFirst().minus(1).square().times(tape.constant(curvature)).sum());
        }
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, p.toDoubleArray(), 1e-7);
        // At the end there is nowhere to go, and nothing breaks.
        assertEquals(0, lbfgs.step((tape, v) -> v.getFirst().minus(1).square().times(tape.constant(curvature)).sum()),
                1e-15);
    }

    @Test
    void stepsSatisfyTheWolfeConditions() {
        LineSearch.Ray ray = t -> new LineSearch.Point(
                t, Math.cos(3 * t) - t, -3 * Math.sin(3 * t) - 1, new Parameters.Evaluation(0, Vector.of()));
        for (double first : new double[] {1e-4, 0.1, 1, 7, 1000}) {
            LineSearch.Point found = LineSearch.find(ray, ray.at(0), first);
            assertTrue(found.value() <= 1 - LineSearch.DECREASE * found.step(), "low enough, from " + first);
            assertTrue(Math.abs(found.slope()) <= LineSearch.CURVATURE, "flat enough, from " + first);
        }
        // Beyond 2 the function is not a number: the search comes back.
        LineSearch.Ray cliff = t -> new LineSearch.Point(t, t > 2 ? Double.NaN : -t, -1,
                new Parameters.Evaluation(0, Vector.of()));
        double step = LineSearch.find(cliff, cliff.at(0), 5).step();
        assertTrue(step > 0 && step <= 2, "before the cliff: " + step);
    }

    /** A mixture of Gaussians in one dimension, through a reduction: the centres come to the data. */
    @Test
    void reductionsAreFitted() {
        Genred logLikelihood = Genred.of("-50 * SqDist(x,c)", "x = Vi(1)", "c = Vj(1)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).build();
        Tensor data = Tensor.of(new double[] {-1.1, -0.9, -1, 2, 2.1, 1.9}, 6, 1);
        for (int kind = 0; kind < 3; kind++) {
            Tensor centres = Tensor.of(new double[] {-0.5, 1.5}, 2, 1);
            Optimiser optimiser = switch (kind) {
                case 0 -> new Adam(List.of(centres), 0.05);
                case 1 -> new GradientDescent(List.of(centres), 0.002, 0.5);
                default -> new Lbfgs(List.of(centres));
            };
            for (int n = 0; n < 200; n++) {
                optimiser.step((tape, p) ->
                        Reductions.of(logLikelihood, tape.constant(data), p.getFirst()).sum().negate());
            }
            assertArrayEquals(new double[] {-1, 2}, centres.toDoubleArray(), 1e-3, optimiser.getClass()
                    .getSimpleName());
        }
    }

    @Test
    void errorsSayWhatIsWrong() {
        Tensor p = Tensor.of(new double[] {1, 2});
        assertMessage("a rate above 0", () -> new GradientDescent(List.of(p), 0));
        assertMessage("a momentum from 0 up to 1", () -> new GradientDescent(List.of(p), 1, 1));
        assertMessage("Adam needs a rate", () -> new Adam(List.of(p), -1));
        assertMessage("at least 1 step", () -> new Lbfgs(List.of(p), 0));
        assertMessage("must be float32 or float64", () -> new Lbfgs(List.of(Tensor.of(new long[1]))));
        assertMessage("cannot be written", () -> new Lbfgs(List.of(Tensor.of(
                MemorySegment.ofArray(new double[1]).asReadOnly(), DType.FLOAT64, 1))));
        assertMessage("the gradients must be like the parameters",
                () -> new Adam(List.of(p), 1).step(List.of(Tensor.of(new double[1]))));
        assertMessage("is one number, but float64 (2) has 2: sum it", () -> new Adam(List.of(p), 1)
                .step((_, v) -> v.getFirst()));
        for (Optimiser optimiser : List.of(new GradientDescent(List.of(p), 1), new Adam(List.of(p), 1),
                new Lbfgs(List.of(p)))) {
            assertMessage("does not depend on the parameters", () -> optimiser
                    .step((tape, _) -> tape.constant(p).sum()));
            assertThrows(NullPointerException.class, () -> optimiser.step((_, _) -> null));
        }
        Tensor gone;
        try (Arena arena = Arena.ofConfined()) {
            gone = Tensor.allocate(arena, DType.FLOAT64, 1);
        }
        assertMessage("freed", () -> new Adam(List.of(gone), 1));
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(FormulaException.class, action).getMessage();
        assertTrue(message.contains(words), message);
    }
}
