package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import keops.Genred;
import keops.Numbers;
import keops.Slopes;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a tape records, whose memory is whose, and what it refuses. */
class TapeTest {
    private final Tensor values = Tensor.of(new double[] {1, 2, 3});

    @Test
    void backwardAddsUp() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable y = tape.variable(values);
            TapeVariable unused = tape.variable(values);
            x.times(y).sum().backward();
            assertArrayEquals(new double[] {1, 2, 3}, x.gradient().toDoubleArray());
            x.square().sum().backward();
            assertArrayEquals(new double[] {3, 6, 9}, x.gradient().toDoubleArray());
            assertArrayEquals(new double[] {1, 2, 3}, y.gradient().toDoubleArray());
            assertMessage("backward() has not reached the variable", unused::gradient);
            assertMessage("a gradient is that of one number", x::backward);
        }
    }

    @Test
    void whatIsDetachedIsConstant() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable loss = x.times(x.detached()).sum();
            assertArrayEquals(new double[] {1, 2, 3}, tape.gradients(loss, x).getFirst().toDoubleArray());
        }
    }

    /** Zero would be wrong without a word: who asks for a gradient by a constant took it for a variable. */
    @Test
    void gradientsByConstantsAreRefused() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable constant = tape.constant(values);
            TapeVariable loss = x.times(constant).sum();
            for (TapeVariable by : List.of(constant, constant.square(), x.detached())) {
                assertMessage("is a constant, or depends on constants alone", () -> tape.gradients(loss, x, by));
                assertMessage("make it by Tape.variable", () -> tape.differentiableGradients(loss, by));
                assertMessage("is a constant", () -> tape.pullback(x, constant, by));
            }
        }
    }

    /** By an inner variable, too. */
    @Test
    void gradientsByWhatWasComputed() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable inner = x.exp();
            TapeVariable loss = inner.square().sum();
            assertArrayEquals(inner.times(2).value().toDoubleArray(),
                    tape.gradients(loss, inner).getFirst().toDoubleArray(), 1e-14);
            assertArrayEquals(new double[] {1}, tape.gradients(loss, loss).getFirst().toDoubleArray());
        }
    }

    @Test
    void pullbacksTakeACotangent() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable e = tape.constant(Tensor.of(new double[] {10, 100, 1000}));
            TapeVariable product = tape.pullback(x.square(), e, x).getFirst();
            assertArrayEquals(new double[] {20, 400, 6000}, product.value().toDoubleArray());
            assertMessage("the cotangent must be like the result", () -> tape.pullback(x.sum(), e, x));
        }
    }

    @Test
    void memoryIsFreedWithTheTape() {
        TapeVariable result;
        TapeVariable x;
        try (Tape tape = new Tape()) {
            x = tape.variable(values);
            result = x.square().sum();
            result.backward();
            assertEquals(14, result.item());
        }
        assertFalse(result.value().segment().scope().isAlive());
        assertFalse(x.gradient().segment().scope().isAlive());
        assertEquals(2, values.doubleAt(1), "what was put in belongs to the caller");
        assertMessage("this tape is closed", x::exp);
        assertMessage("the variable float64 (): its memory has been freed", result::item);
        assertMessage("this tape is closed", () -> result.tape().variable(values));
    }

    @Test
    void argumentsMayBeConfined() {
        Genred sum = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        try (Arena arena = Arena.ofConfined(); Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Tensor.allocate(arena, DType.FLOAT32, 1000, 1).copyFrom(
                    Numbers.tensor(1, DType.FLOAT32, 1000, 1)));
            TapeVariable loss = Reductions.of(sum, x, x).sum();
            Tensor gradient = tape.gradients(loss, x).getFirst();
            double total = x.sum().item();
            assertEquals(2 * total, gradient.doubleAt(17), 1e-4 * Math.abs(total));
        }
    }

    @Test
    void whatWasPutInHasToStay() {
        try (Tape tape = new Tape()) {
            TapeVariable x;
            try (Arena arena = Arena.ofConfined()) {
                x = tape.variable(Tensor.allocate(arena, DType.FLOAT64, 3));
            }
            assertMessage("the variable float64 (3): its memory has been freed", x::exp);
            assertMessage("value", () -> tape.variable(null));
        }
    }

    /** Longer than a stack is deep. */
    @Test
    void longTapes() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable y = x;
            for (int k = 0; k < 20_000; k++) {
                y = y.plus(1e-4);
            }
            assertArrayEquals(new double[] {6, 8, 10}, tape.gradients(y.square().sum(), x).getFirst()
                    .toDoubleArray(), 1e-9);
        }
    }

    @Test
    void oneThreadAndOneTape() {
        try (Tape tape = new Tape(); Tape other = new Tape()) {
            TapeVariable x = tape.variable(values);
            TapeVariable y = other.variable(values);
            assertMessage("variables of two tapes meet", () -> x.plus(y));
            assertMessage("variables of two tapes meet", () -> tape.gradients(x.sum(), y));
            assertMessage("this tape belongs to the thread",
                    () -> CompletableFuture.runAsync(x::exp).handle((_, e) -> {
                        throw (FormulaException) e.getCause();
                    }).get());
            assertMessage("a variable must be float32 or float64", () -> tape.variable(Tensor.of(new long[1])));
        }
    }

    /**
     * A step of Hamiltonian shooting, q' = q + h dH/dp with H = 1/2 sum p_i k(q_i,q_j) p_j, and the gradient of
     * |q' - t|^2 by q and p through it.
     */
    @Test
    void hamiltonianShooting() {
        Genred energy = Genred.of("0.5 * Exp(-g * SqDist(q,r)) * (p|s)",
                "g = Pm(1)", "q = Vi(2)", "p = Vi(2)", "r = Vj(2)", "s = Vj(2)").axis(1).build();
        Tensor[] state = {Numbers.tensor(1, DType.FLOAT64, 6, 2), Numbers.tensor(2, DType.FLOAT64, 6, 2)};
        try (Tape tape = new Tape()) {
            TapeVariable q = tape.variable(state[0]);
            TapeVariable p = tape.variable(state[1]);
            List<Tensor> gradients = tape.gradients(shot(energy, q, p), q, p);
            for (int k = 0; k < 2; k++) {
                assertArrayEquals(Slopes.gradient(at -> {
                    try (Tape inner = new Tape()) {
                        return shot(energy, inner.variable(at[0]), inner.variable(at[1])).item();
                    }
                }, k, state), gradients.get(k).toDoubleArray(), 1e-8);
            }
        }
    }

    /** Three steps. */
    private static TapeVariable shot(Genred energy, TapeVariable q0, TapeVariable p0) {
        Tape tape = q0.tape();
        TapeVariable g = tape.constant(Tensor.vector(DType.FLOAT64, 0.8));
        TapeVariable q = q0;
        TapeVariable p = p0;
        for (int step = 0; step < 3; step++) {
            TapeVariable h = Reductions.of(energy, g, q, p, q, p).sum();
            List<TapeVariable> slopes = tape.differentiableGradients(h, q, p);
            q = q.plus(slopes.getLast().times(0.3));
            p = p.minus(slopes.getFirst().times(0.3));
        }
        return q.minus(tape.constant(Numbers.tensor(3, DType.FLOAT64, 6, 2))).square().sum();
    }

    private static void assertMessage(String words, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(Throwable.class, action).toString();
        assertTrue(message.contains(words), message);
    }

    @Test
    void nullAmongVariablesIsNamed() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(Tensor.vector(DType.FLOAT64, 1));
            for (Executable call : List.<Executable>of(
                    () -> tape.gradients(x, x, null), () -> tape.differentiableGradients(x, x, null),
                    () -> tape.pullback(x, x, x, null))) {
                assertEquals("by[1] is null", assertThrows(NullPointerException.class, call).getMessage());
            }
        }
    }
}
