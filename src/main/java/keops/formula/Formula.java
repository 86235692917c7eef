package keops.formula;

import java.util.List;

/**
 * A symbolic formula: a vector of {@link #dim()} real numbers that depends on parameters p, on a row x_i and on a row
 * y_j. Formulas know vectors and dimensions, and nothing of loops. They are immutable, are compared by structure, and
 * are always well-formed: dimensions are checked when a node is created. A large formula shares its repeated parts: it
 * is a graph without cycles that reads as a tree.
 */
public sealed interface Formula permits Variable, Constant, Zero, Index, Call {

    /** The number of components, at least 1. */
    int dim();

    /** The sub-formulas, in the order they are written. */
    List<Formula> children();

    /** The number of nodes of the tree; shared nodes are counted each time. */
    default long size() {
        return 1;
    }

    /** The longest path to a leaf. */
    default int depth() {
        return 1;
    }

    /** Whether it reads a variable, or an index, of a category. */
    boolean dependsOn(Category category);

    /**
     * The gradient of {@code (e|this)} by a variable: the transposed Jacobian times e (VJP).
     *
     * @param e of the dimension of this formula
     * @return of the dimension of the variable
     * @throws keops.error.FormulaException if the dimension does not fit, or the gradient is too large
     */
    default Formula gradient(Variable v, Formula e) {
        return Call.of(DerivativeOperators.GRAD, this, v, e).expansion();
    }

    /**
     * The directional derivative (JVP): the Jacobian times u.
     *
     * @param u of the dimension of the variable
     * @return of the dimension of this formula
     * @throws keops.error.FormulaException if the dimension does not fit, or the derivative is too large
     */
    default Formula directional(Variable v, Formula u) {
        return Call.of(DerivativeOperators.DIFF, this, v, u).expansion();
    }

    /**
     * The Jacobian, row by row: the derivative of component k by component l of the variable at k times the dimension
     * of the variable, plus l.
     *
     * @throws keops.error.FormulaException if it is too large
     */
    default Formula jacobian(Variable v) {
        return Call.of(DerivativeOperators.GRAD_MATRIX, this, v).expansion();
    }

    /**
     * The divergence, a scalar.
     *
     * @throws keops.error.FormulaException if this formula has not the dimension of the variable
     */
    default Formula divergence(Variable v) {
        return Call.of(DerivativeOperators.DIVERGENCE, this, v).expansion();
    }

    /**
     * The Laplacian, a scalar.
     *
     * @throws keops.error.FormulaException if this formula is no scalar
     */
    default Formula laplacian(Variable v) {
        return Call.of(DerivativeOperators.LAPLACIAN, this, v).expansion();
    }

    /**
     * The trace of the matrix of this formula, which is linear in the variable.
     *
     * @throws keops.error.FormulaException if it is not linear, or has not the dimension of the variable
     */
    default Formula trace(Variable v) {
        return Call.of(DerivativeOperators.TRACE_OPERATOR, this, v).expansion();
    }

    /**
     * The transposed matrix of this formula, which is linear in the variable, times u.
     *
     * @param u of the dimension of this formula
     * @throws keops.error.FormulaException if it is not linear, or the dimension does not fit
     */
    default Formula adjoint(Variable v, Formula u) {
        return Call.of(DerivativeOperators.ADJOINT_OPERATOR, this, v, u).expansion();
    }

    /**
     * Some of the components, as in Python's {@code f[start:end:step]}: negative bounds count from the end.
     *
     * @param start the first component
     * @param end the component after the last
     * @param step from one to the next; negative to go backwards
     * @throws keops.error.FormulaException if a component does not exist, there is none, or the step is 0
     */
    default Formula slice(int start, int end, int step) {
        return Slices.slice(this, start, end, step);
    }

    /** Parses a formula over named variables; see {@link Parser}. */
    static Formula parse(String text, String... aliases) {
        return Parser.parse(text, aliases).formula();
    }
}
