/**
 * The formula language: symbolic vectors, their text and their rules.
 *
 * <p>Read in this order: {@link keops.formula.Formula} and its nodes; the operator table, family by family, from
 * {@code ElementwiseOperators} to {@code KernelOperators}, whose values are written against
 * {@link keops.formula.Scalars} and whose definitions in {@code Algebra}; {@link keops.formula.Parser} and its error
 * messages; {@code Printer}, which writes text that reads back to the same formula.
 *
 * <p>The invariant: a formula that exists is well-formed, and every text is bounded before it is read. This package
 * knows vectors and dimensions; loops, rows and memory are unknown to it. Unless said otherwise, a null argument is
 * refused by an exception that names the parameter.
 */
package keops.formula;
