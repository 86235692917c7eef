package keops.autograd;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.memory.ScratchArena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A record of computations on tensors, which can be differentiated in reverse mode.
 *
 * {@snippet :
 * try (Tape tape = new Tape()) {
 *     TapeVariable x = tape.variable(points);                                     // (M, 3)
 *     TapeVariable a = Reductions.of(conv, tape.constant(g), x, x, tape.constant(b));
 *     TapeVariable loss = a.minus(tape.constant(target)).square().sum();
 *     loss.backward();
 *     Tensor slope = x.gradient();                                            // (M, 3)
 * }
 * }
 *
 * <p>Computed values live in the arena of the tape and are freed when it is closed. Input tensors belong to the caller,
 * are not copied, and must not change while the tape is used. Intermediate values of a gradient are freed as soon as it
 * is computed. A tape is confined to the thread that created it.
 */
public final class Tape implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final Arena own = Arena.ofShared();
    /** The arena of new values: that of the tape, or one for a gradient. */
    private Arena current = own;
    private boolean records = true;
    private long variables;

    /** Constructs an empty tape. */
    public Tape() {}

    /**
     * A variable by which results can be differentiated.
     *
     * @param value the value, float32 or float64, of any shape; it is not copied
     * @throws FormulaException if it is of another type or cannot be read, or if the tape is closed or belongs to
     *     another thread
     */
    public TapeVariable variable(Tensor value) {
        Objects.requireNonNull(value, "value");
        if (!value.dtype().isComputed()) {
            throw new FormulaException("a variable must be float32 or float64, but is " + value.description());
        }
        return leaf(value, true);
    }

    /**
     * A constant. It may have any element type, for example int64 for indices.
     *
     * @param value the value; it is not copied
     * @throws FormulaException if it cannot be read, or if the tape is closed or belongs to another thread
     */
    public TapeVariable constant(Tensor value) {
        return leaf(value, false);
    }

    /** A constant number, of rank 0. */
    public TapeVariable constant(DType dtype, double value) {
        requireOpen();
        Tensor number = Tensor.allocate(current, dtype);
        number.setDoubleAt(0, value);
        return constant(number);
    }

    private TapeVariable leaf(Tensor value, boolean isVariable) {
        Objects.requireNonNull(value, "value");
        requireOpen();
        value.requireReadable("the value " + value.description());
        return new TapeVariable(this, variables++, value, null, List.of(), isVariable && records);
    }

    /** Applies an operation to variables of this tape. */
    TapeVariable apply(Operation operation, List<TapeVariable> inputs) {
        requireOpen();
        List<TapeVariable> all = List.copyOf(inputs);
        for (TapeVariable input : all) {
            if (input.tape() != this) {
                throw new FormulaException("variables of two tapes meet: " + input + " belongs to another");
            }
            if (!input.value().segment().scope().isAlive()) {
                input.value().requireReadable("the variable " + input);
            }
        }
        Tensor value = operation.value(current, all.stream().map(TapeVariable::value).toList());
        boolean isRecorded = records && all.stream().anyMatch(TapeVariable::isDifferentiable);
        return new TapeVariable(this, variables++, value, isRecorded ? operation : null, isRecorded ? all : List.of(),
                isRecorded);
    }

    /**
     * The gradients of a scalar, as new tensors of this tape.
     *
     * @param loss a variable with one element
     * @param by the variables by which it is differentiated; the gradient is zero if the loss does not depend on one
     * @throws FormulaException if the loss has more elements, or a variable belongs to another tape or is a
     *     constant
     */
    public List<Tensor> gradients(TapeVariable loss, TapeVariable... by) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(by, "by");
        requireOpen();
        requireNumber(loss);
        boolean recorded = records;
        Arena before = current;
        try (Arena scratch = new ScratchArena()) {
            records = false;
            current = scratch;
            return BackwardPass.gradients(loss, one(loss), variables(by)).stream()
                    .map(gradient -> copy(before, gradient.value()))
                    .toList();
        } finally {
            current = before;
            records = recorded;
        }
    }

    /**
     * The gradients of a scalar as variables of this tape, which can be differentiated again. Second derivatives of a
     * root or an absolute value at 0 are infinite or NaN; those of reductions are the limit if there is one, as in
     * their formulas.
     *
     * @param loss a variable with one element
     * @param by the variables by which it is differentiated; the gradient is zero if the loss does not depend on one
     * @throws FormulaException if the loss has more elements, or a variable belongs to another tape or is a
     *     constant
     */
    public List<TapeVariable> differentiableGradients(TapeVariable loss, TapeVariable... by) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(by, "by");
        requireOpen();
        requireNumber(loss);
        return BackwardPass.gradients(loss, one(loss), variables(by));
    }

    /**
     * The vector-Jacobian product (VJP): the gradients of {@code sum (cotangent * result)}, as variables of this tape,
     * which can be differentiated again.
     *
     * @param result any variable
     * @param cotangent the cotangent, of the shape of the result
     * @param by the variables by which it is differentiated
     * @throws FormulaException if the shapes differ, or a variable belongs to another tape or is a constant
     */
    public List<TapeVariable> pullback(TapeVariable result, TapeVariable cotangent, TapeVariable... by) {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(cotangent, "cotangent");
        Objects.requireNonNull(by, "by");
        requireOpen();
        if (!Arrays.equals(result.shape(), cotangent.shape())) {
            throw new FormulaException("the cotangent must be like the result, " + result + ", but is " + cotangent);
        }
        return BackwardPass.gradients(result, cotangent, variables(by));
    }

    private static List<TapeVariable> variables(TapeVariable... by) {
        for (int k = 0; k < by.length; k++) {
            if (by[k] == null) {
                throw new NullPointerException("by[" + k + "] is null");
            }
        }
        return List.of(by);
    }

    /** The arena of new values. */
    Arena arena() {
        return current;
    }

    private TapeVariable one(TapeVariable loss) {
        Tensor one = Tensor.allocate(current, loss.dtype(), loss.shape());
        one.setDoubleAt(0, 1);
        return leaf(one, false);
    }

    private static Tensor copy(Arena arena, Tensor value) {
        return Tensor.allocate(arena, value.dtype(), value.shape()).copyFrom(value);
    }

    private static void requireNumber(TapeVariable loss) {
        if (loss.value().count() != 1) {
            throw new FormulaException("a gradient is that of one number, but " + loss + " has "
                    + loss.value().count() + ": sum it, or use pullback with a cotangent");
        }
    }

    private void requireOpen() {
        if (!Thread.currentThread().equals(owner)) {
            throw new FormulaException("this tape belongs to the thread " + owner.getName() + ", but is used by "
                    + Thread.currentThread().getName());
        }
        if (!own.scope().isAlive()) {
            throw new FormulaException("this tape is closed");
        }
    }

    /** Frees all values computed on this tape. */
    @Override
    public void close() {
        if (own.scope().isAlive()) {
            own.close();
        }
    }
}
