package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.error.CancelledException;
import keops.error.CancelledException.Reason;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A linear system that an interrupt or a deadline ends does not lose what was found. */
class CancelledSolveTest {
    private static final int POINTS = 2000;
    private static final double ALPHA = 1e-9;
    private static final Genred PRODUCT = Genred.of("Exp(-SqDist(X,Y)) * B", "X = Vi(2)", "Y = Vj(2)", "B = Vj(1)")
            .axis(1).build();

    private final Tensor x = Numbers.tensor(1, DType.FLOAT64, POINTS, 2);
    /** Smooth: of what is not, hardly anything is found in few steps. */
    private final Tensor b = PRODUCT.call(Arena.ofAuto(), x, x, Numbers.tensor(2, DType.FLOAT64, POINTS, 1));

    private static KernelSolve system(Backend backend) {
        return KernelSolve.of(PRODUCT.backend(backend), "B").alpha(ALPHA).eps(1e-15);
    }

    /** Half of the right-hand side is left, or less. */
    private static void interruptHalfWay(Progress now) {
        if (now.step().isPresent() && now.step().get().residual() < 0.5) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void endAnyInterrupt() {
        Thread.interrupted();
    }

    private static UnsolvedException unsolved(Reason reason, Executable call) {
        var e = assertThrows(CancelledException.class, call);
        assertEquals(reason, e.reason());
        var unsolved = assertInstanceOf(UnsolvedException.class, e.getCause());
        assertEquals(UnsolvedException.Reason.CANCELLED, unsolved.reason());
        assertTrue(unsolved.getMessage().startsWith("the system is not solved: the call was ended after "
                + unsolved.steps() + " steps, when the best solution left " + unsolved.residual()),
                unsolved.getMessage());
        return unsolved;
    }

    /** What a solution leaves of the right-hand side. */
    private double left(Tensor a) {
        double[] product = PRODUCT.call(Arena.ofAuto(), x, x, a).toDoubleArray();
        double left = 0;
        double whole = 0;
        for (int k = 0; k < POINTS; k++) {
            double rest = b.doubleAt(k) - product[k] - ALPHA * a.doubleAt(k);
            left += rest * rest;
            whole += b.doubleAt(k) * b.doubleAt(k);
        }
        return Math.sqrt(left / whole);
    }

    /** The rest as the steps carry it on is that of the best solution. */
    private void assertClose(UnsolvedException found) {
        assertEquals(found.residual(), left(found.best()), 1e-3 * found.residual() + 1e-8, found::getMessage);
    }

    @Test
    void anInterruptLeavesTheBestThatWasFound() {
        UnsolvedException found = unsolved(Reason.INTERRUPTED, () -> system(Backend.AUTO)
                .progress(CancelledSolveTest::interruptHalfWay).call(Arena.ofAuto(), x, x, b));
        assertTrue(Thread.interrupted(), "the flag stays set");
        assertTrue(found.steps() >= 1, found::getMessage);
        assertArrayEquals(b.shape(), found.best().shape());
        assertEquals(b.dtype(), found.best().dtype());
        assertTrue(found.residual() < 0.5, found::getMessage);
        assertClose(found);
    }

    @Test
    void aDeadlineLeavesItToo() {
        UnsolvedException found = unsolved(Reason.DEADLINE, () -> system(Backend.AUTO)
                .deadline(Duration.ofMillis(300)).call(Arena.ofAuto(), x, x, b));
        assertClose(found);
    }

    @Test
    void beforeTheFirstStepTheBestIsZero() {
        UnsolvedException found = unsolved(Reason.INTERRUPTED,
                () -> system(Backend.REFERENCE).progress(_ -> Thread.currentThread().interrupt())
                        .call(Arena.ofAuto(), x, x, b));
        assertEquals(0, found.steps());
        assertEquals(1, found.residual(), 1e-12);
        assertArrayEquals(new double[POINTS], found.best().toDoubleArray());
    }

    @Test
    void onATapeAndOfALazyTensorItIsTheSame() {
        KernelSolve watched = system(Backend.AUTO).progress(CancelledSolveTest::interruptHalfWay);
        try (Tape tape = new Tape()) {
            UnsolvedException found = unsolved(Reason.INTERRUPTED,
                    () -> Reductions.solve(watched, tape.constant(x), tape.constant(x), tape.variable(b)));
            assertTrue(found.steps() >= 1, found::getMessage);
            Thread.interrupted();
        }
        LazyTensor kernel = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).negate().exp();
        UnsolvedException lazy = unsolved(Reason.INTERRUPTED,
                () -> kernel.progress(CancelledSolveTest::interruptHalfWay).solve(b, ALPHA, 1e-15));
        Thread.interrupted();
        assertClose(lazy);
    }

    @Test
    void otherCallsHaveNothingToLeave() {
        var e = assertThrows(CancelledException.class, () -> PRODUCT.progress(_ -> Thread.currentThread().interrupt())
                .call(Arena.ofAuto(), x, x, b));
        assertEquals(null, e.getCause());
    }

    @Test
    void theNextCallOfTheSameSystemSolvesIt() {
        KernelSolve system = KernelSolve.of(PRODUCT, "B").alpha(0.1);
        unsolved(Reason.INTERRUPTED,
                () -> system.progress(_ -> Thread.currentThread().interrupt()).call(Arena.ofAuto(), x, x, b));
        Thread.interrupted();
        Tensor e = Numbers.tensor(3, DType.FLOAT64, POINTS, 1);
        assertEquals(2, system.gradient(Arena.ofAuto(), e, List.of("X", "B"), x, x, b).size());
    }
}
