package keops.formula;

import keops.error.FormulaException;

/**
 * The limits of formulas: far above what people write, and far below what would exhaust the stack or the memory, so
 * that hostile text gets an error.
 */
final class Limits {
    /** Open parentheses, brackets and signs at one place of a text. */
    static final int NESTING = 256;
    /** Operations on the longest path of a formula: a pass may recurse with some 700 bytes of stack for each. */
    static final int DEPTH = 1_000;
    /** Nodes of a formula, shared ones counted each time. */
    static final long SIZE = 10_000_000;
    /** Components of a vector. */
    static final int DIMENSION = 1 << 20;
    /** Arguments of a reduction. */
    static final int ARGUMENTS = 1_000;

    /** Steps of a differentiation: nodes of the formula, times the number of gradients that are taken of it. */
    static final int DERIVATIVE = 100_000;

    private Limits() {}

    static void checkDerivative(long steps) {
        if (steps > DERIVATIVE) {
            throw new FormulaException("a derivative takes more than " + DERIVATIVE + " steps");
        }
    }

    static void checkDimension(long dim) {
        if (dim < 1 || dim > DIMENSION) {
            throw new FormulaException("a dimension must be from 1 to " + DIMENSION + ", but is " + dim);
        }
    }

    static void checkPosition(long position) {
        if (position < 0 || position >= ARGUMENTS) {
            throw new FormulaException(
                    "the position of an argument must be from 0 to " + (ARGUMENTS - 1) + ", but is " + position);
        }
    }
}
