package keops.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A tensor on a {@link Tape}: an input, or a value computed from inputs. {@link VariableArithmetic} and {@link
 * VariableShapes} have the operations on variables, and {@link Reductions} applies reductions to them. A variable is
 * confined to the thread of its tape.
 *
 * <p>Equality is identity.
 */
public final class TapeVariable implements VariableArithmetic, VariableShapes {
    private final Tape tape;
    private final long number;
    private final Tensor value;
    private final Operation operation;
    private final List<TapeVariable> inputs;
    private final boolean isDifferentiable;
    private Tensor gradient;

    TapeVariable(Tape tape, long number, Tensor value, Operation operation, List<TapeVariable> inputs,
            boolean isDifferentiable) {
        this.tape = tape;
        this.number = number;
        this.value = value;
        this.operation = operation;
        this.inputs = inputs;
        this.isDifferentiable = isDifferentiable;
    }

    /** The tape. */
    public Tape tape() {
        return tape;
    }

    /** The value. A computed value lives as long as the tape, and an input as long as the caller's memory. */
    public Tensor value() {
        return value;
    }

    /**
     * The element of a variable with one element; throws {@link FormulaException} if it has more or none, or its tape
     * is closed.
     */
    public double item() {
        if (value.count() != 1) {
            throw new FormulaException("the variable " + this + " is not one number, it has " + value.count());
        }
        value.requireReadable("the variable " + this);
        return value.doubleAt(0);
    }

    /** The shape. */
    public long[] shape() {
        return value.shape();
    }

    /** The element type. */
    public DType dtype() {
        return value.dtype();
    }

    /**
     * Computes the gradients of this scalar by all {@linkplain Tape#variable variables} on which it depends, and adds
     * them to their {@link #gradient}.
     *
     * @throws FormulaException if this does not have exactly one element
     */
    public void backward() {
        List<TapeVariable> leaves = leaves();
        List<Tensor> gradients = tape.gradients(this, leaves.toArray(TapeVariable[]::new));
        for (int k = 0; k < gradients.size(); k++) {
            leaves.get(k).accumulate(gradients.get(k));
        }
    }

    private List<TapeVariable> leaves() {
        var seen = new HashSet<TapeVariable>(List.of(this));
        var waiting = new ArrayDeque<TapeVariable>(seen);
        var leaves = new ArrayList<TapeVariable>();
        while (!waiting.isEmpty()) {
            TapeVariable variable = waiting.pop();
            if (variable.operation == null && variable.isDifferentiable) {
                leaves.add(variable);
            }
            variable.inputs.stream().filter(seen::add).forEach(waiting::push);
        }
        return leaves;
    }

    private void accumulate(Tensor more) {
        if (gradient != null) {
            for (long k = 0; k < more.count(); k++) {
                more.setDoubleAt(k, more.doubleAt(k) + gradient.doubleAt(k));
            }
        }
        gradient = more;
    }

    /**
     * The gradient accumulated by {@link #backward}; it lives as long as the tape.
     *
     * @throws FormulaException if no result of which it was called depends on this variable
     */
    public Tensor gradient() {
        if (gradient == null) {
            throw new FormulaException("backward() has not reached the variable " + this);
        }
        return gradient;
    }

    /** The same value as a constant. */
    public TapeVariable detached() {
        return tape.constant(value);
    }

    /** A constant of this shape with equal elements. */
    TapeVariable filled(double number) {
        return tape.constant(dtype(), number).broadcastTo(shape());
    }

    /** The number in the order of creation. */
    long number() {
        return number;
    }

    /** The operation that computed it; null for an input, or if it does not depend on a variable. */
    Operation operation() {
        return operation;
    }

    List<TapeVariable> inputs() {
        return inputs;
    }

    TapeVariable input(int rank) {
        return inputs.get(rank);
    }

    /** Whether it is or depends on an input that is not constant. */
    boolean isDifferentiable() {
        return isDifferentiable;
    }

    /** The type and the shape, as in {@code float32 (1000, 3)}. */
    @Override
    public String toString() {
        return value.description();
    }
}
