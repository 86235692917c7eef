package keops;

import java.util.Objects;
import keops.call.Arguments;
import keops.call.NumberArguments;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * The parameter G of an atomic kernel, the weights of r² = ⟨x-y, G (x-y)⟩ for variables of dimension D: one number, D
 * numbers (a diagonal matrix) or D² numbers (a symmetric matrix, row by row; of another only the symmetric part
 * counts). It is one for all pairs, or one per row i or j.
 *
 * <p>A gamma is immutable; threads may share it while nobody writes to its tensor.
 */
public sealed interface Gamma {

    /** One gamma for all pairs, of shape (1), (D) or (D²). */
    record Fixed(Tensor tensor) implements Gamma {
        /** Checks the shape. */
        public Fixed {
            requireRank(tensor, 1, "a fixed gamma must have shape (1), (D) or (D*D)");
        }
    }

    /** One number for all pairs, of the element type of the variables. */
    record Scalar(double value) implements Gamma {}

    /** One gamma per row i, of shape (M, 1), (M, D) or (M, D²). */
    record PerI(Tensor tensor) implements Gamma {
        /** Checks the shape. */
        public PerI {
            requireRank(tensor, 2, "a gamma per row i must have shape (M, 1), (M, D) or (M, D*D)");
        }
    }

    /** One gamma per row j, of shape (N, 1), (N, D) or (N, D²). */
    record PerJ(Tensor tensor) implements Gamma {
        /** Checks the shape. */
        public PerJ {
            requireRank(tensor, 2, "a gamma per row j must have shape (N, 1), (N, D) or (N, D*D)");
        }
    }

    /** The gamma of a kernel that has none, as {@code linear}. */
    record None() implements Gamma {}

    /**
     * The gamma that data mean in the original documentation: a number or a vector is one for all pairs, a matrix has
     * one per row j; null is none.
     *
     * @param data a tensor, a flat array, a buffer, an array of rows, a number, or null
     * @throws FormulaException if it is something else, or the rank is neither 1 nor 2
     */
    static Gamma of(Object data) {
        if (data == null) {
            return new None();
        }
        if (data instanceof Number number) {
            return new Scalar(NumberArguments.value("gamma", number));
        }
        Tensor tensor = Arguments.tensor("gamma", data);
        return switch (tensor.rank()) {
            case 1 -> new Fixed(tensor);
            case 2 -> new PerJ(tensor);
            default -> throw new FormulaException(
                    "a gamma must be a vector, or a matrix with a row per j, but is " + tensor.description());
        };
    }

    /** One number for all pairs. */
    static Gamma of(double value) {
        return new Scalar(value);
    }

    /**
     * One gamma per row i.
     *
     * @param rows a tensor or an array of rows
     * @throws FormulaException if it is something else, or the rank is not 2
     */
    static Gamma perI(Object rows) {
        return new PerI(Arguments.tensor("a gamma per row i", rows));
    }

    /**
     * One gamma per row j.
     *
     * @param rows a tensor or an array of rows
     * @throws FormulaException if it is something else, or the rank is not 2
     */
    static Gamma perJ(Object rows) {
        return new PerJ(Arguments.tensor("a gamma per row j", rows));
    }

    /** No gamma. */
    static Gamma none() {
        return new None();
    }

    private static void requireRank(Tensor tensor, int rank, String expected) {
        Objects.requireNonNull(tensor, "gamma");
        if (tensor.rank() != rank) {
            throw new FormulaException(expected + ", but is " + tensor.description());
        }
    }
}
