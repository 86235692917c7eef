package keops;

import keops.error.FormulaException;

/**
 * What all operations of a {@link LazyTensor} are made of.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyOperations permits LazyArithmetic, LazyVectors, LazyComplex, LazyDerivatives {

    /**
     * Applies an operator of the formula language to this formula and further operands.
     *
     * @param operator the name of the operator, such as {@code SqDist}
     * @param operands lazy tensors and numbers (constants) in the place of formulas; then whole numbers, and
     *     {@code int[]} for index lists, in the place of parameters
     * @throws FormulaException if there is no such operator, operands or dimensions do not fit, or numbers of rows or
     *     element types differ
     */
    LazyTensor apply(String operator, Object... operands);
}
