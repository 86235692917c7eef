package keops;

/**
 * Derivatives of {@link LazyTensor}s, as formulas, by one of their operands: {@code v} is what {@link LazyTensor#vi},
 * {@link LazyTensor#vj} or {@link LazyTensor#pm} gave for a tensor. Every method throws
 * {@link keops.error.FormulaException} if v is no such operand, or dimensions do not fit.
 *
 * <p>First derivatives of roots and magnitudes that are 0, as |x - y| where x = y, are 0. Further ones are limits, or
 * NaN where there is none: the Laplacian of a Matern kernel of order 3/2 is right where x = y, that of exp(-|x - y|) is
 * NaN.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyDerivatives extends LazyOperations permits LazyTensor {

    /** The gradient of {@code (e|this)}: the transposed Jacobian times e, of the dimension of v. */
    default LazyTensor gradient(LazyTensor v, LazyTensor e) {
        return apply("Grad", v, e);
    }

    /** The Jacobian times u: how this changes when v changes by u. */
    default LazyTensor directional(LazyTensor v, LazyTensor u) {
        return apply("Diff", v, u);
    }

    /** The Jacobian, row by row. */
    default LazyTensor jacobian(LazyTensor v) {
        return apply("GradMatrix", v);
    }

    /** The divergence, a scalar: this has the dimension of v. */
    default LazyTensor divergence(LazyTensor v) {
        return apply("Divergence", v);
    }

    /** The Laplacian of this scalar. */
    default LazyTensor laplacian(LazyTensor v) {
        return apply("Laplacian", v);
    }

    /** The trace of the matrix of this, which is linear in v. */
    default LazyTensor trace(LazyTensor v) {
        return apply("TraceOperator", v);
    }

    /** The transposed matrix of this, which is linear in v, times u. */
    default LazyTensor adjoint(LazyTensor v, LazyTensor u) {
        return apply("AdjointOperator", v, u);
    }
}
