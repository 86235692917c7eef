package keops.formula;

import java.util.List;
import java.util.Optional;

/** What differentiation knows of an operator: how a small change of the arguments changes the value. */
public sealed interface Derivative {

    /** Component by component: the derivative of a component of the value by the same component of each argument. */
    record Partials(List<Partial> ofArguments) implements Derivative {
        /** Copies the list. */
        public Partials {
            ofArguments = List.copyOf(ofArguments);
        }
    }

    /** The transposed derivative, applied to a vector. */
    record Transposed(Pullback pullback) implements Derivative {}

    /** The components of the value are components of the arguments, or 0: the transposed derivative puts them back. */
    record Rearranged(Pullback pullback) implements Derivative {}

    /** Each component of the value is one of an argument, under some guards: its cotangent counts where they hold. */
    record Chosen(Choice choice) implements Derivative {}

    /** The value is constant but for jumps: the derivative is zero. */
    record PiecewiseConstant() implements Derivative {}

    /** That of the formula which the operator stands for. */
    record OfDefinition() implements Derivative {}

    /** The partial derivative by one argument. */
    interface Partial {
        /** Makes it, of the dimension of the value or a scalar. */
        Formula of(Call call);
    }

    /** Where an argument is what is chosen. */
    interface Choice {
        /**
         * Makes the guards, from the outermost on.
         *
         * @param call the call
         * @param argument the rank of the argument
         * @return empty for an argument that decides and is never chosen itself
         */
        Optional<List<Guard>> of(Call call, int argument);
    }

    /**
     * The cotangent of an argument from that of the value: the gradient by the argument of {@code (e|value)}, where e
     * does not depend on it.
     */
    interface Pullback {
        /**
         * Makes it, of the dimension of the argument, or of the value where the operator repeats a scalar.
         *
         * @param call the call
         * @param argument the rank of the argument
         * @param e the cotangent of the value, of its dimension
         */
        Formula of(Call call, int argument, Formula e);
    }
}
