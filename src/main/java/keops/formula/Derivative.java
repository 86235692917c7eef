package keops.formula;

import java.util.List;
import java.util.Optional;

/** The derivative of an operator. Immutable. */
public sealed interface Derivative {

    /**
     * Of an elementwise operator: the derivative of a component of the value by the same component of each argument.
     */
    record Partials(List<Partial> ofArguments) implements Derivative {
        /** Copies the list. */
        public Partials {
            ofArguments = List.copyOf(ofArguments);
        }
    }

    /** The VJP: the transposed Jacobian, applied to a cotangent. */
    record Transposed(Pullback pullback) implements Derivative {}

    /**
     * The components of the value are components of the arguments, or 0: the VJP puts the components of the cotangent
     * back.
     */
    record Rearranged(Pullback pullback) implements Derivative {}

    /**
     * Each component of the value is selected from an argument, under some guards; the cotangent passes where they
     * hold.
     */
    record Chosen(Choice choice) implements Derivative {}

    /** The value is piecewise constant: the derivative is zero. */
    record PiecewiseConstant() implements Derivative {}

    /** The derivative of the formula that defines the operator. */
    record OfDefinition() implements Derivative {}

    /** The partial derivative by one argument. */
    interface Partial {
        /** The partial derivative, of the dimension of the value or a scalar. */
        Formula of(Call call);
    }

    /** The guards under which an argument is selected. */
    interface Choice {
        /**
         * The guards, from the outermost on.
         *
         * @param call the call
         * @param argument the rank of the argument
         * @return empty for a condition, which is never selected itself
         */
        Optional<List<Guard>> of(Call call, int argument);
    }

    /** A VJP: the gradient of {@code (e|value)} by an argument, where e does not depend on that argument. */
    interface Pullback {
        /**
         * The cotangent of the argument, of its dimension; or of the dimension of the value, if the operator repeats a
         * scalar.
         *
         * @param call the call
         * @param argument the rank of the argument
         * @param e the cotangent of the value, of its dimension
         */
        Formula of(Call call, int argument, Formula e);
    }
}
