package keops;

import java.util.Arrays;
import keops.call.Arguments;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * A {@link LazyTensor} with a scalar per (i, j) as a matrix (M, N).
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyMatrix permits LazyTensor {
    private LazyTensor self() {
        return (LazyTensor) this;
    }

    /** The same array with i and j exchanged: (N, M, D). */
    LazyTensor transpose();

    /**
     * The product of this matrix with a matrix or a vector indexed by j.
     *
     * @param b (N, E), or (N); with leading axes (..., N, E): a tensor, an array of rows, or a flat array or a buffer
     *     for (N)
     * @return (M, E), or (M)
     * @throws FormulaException if this is no scalar, or b does not fit
     */
    default Tensor matmul(Object b) {
        Tensor tensor = Arguments.tensor("b", b);
        boolean isVector = tensor.rank() == 1;
        Tensor product = product(isVector ? tensor.reshape(tensor.size(0), 1) : tensor).call();
        return isVector ? product.reshape(product.size(0)) : product;
    }

    private LazyReduction product(Tensor b) {
        if (self().dim() != 1) {
            throw new FormulaException("a matrix product needs a scalar per (i, j), but " + self().formula()
                    + " has dimension " + self().dim());
        }
        return self().times(LazyTensor.vj(b)).reduction(Reduction.SUM, 1);
    }

    /**
     * The product with a vector: {@link #matmul} under the name that iterative solvers look for.
     *
     * @param b (N), or (N, E)
     * @throws FormulaException if this is no scalar, or b does not fit
     */
    default Tensor matvec(Object b) {
        return matmul(b);
    }

    /**
     * The product of the transposed matrix with a vector.
     *
     * @param b (M), or (M, E)
     * @return (N), or (N, E)
     * @throws FormulaException if this is no scalar, or b does not fit
     */
    default Tensor rmatvec(Object b) {
        return transpose().matmul(b);
    }

    /**
     * Solves {@code (alpha Id + K) a = b} for this symmetric positive matrix K, with alpha = 1e-10 and eps = 1e-6.
     *
     * @param b (M, E), or (M)
     * @return a, like b
     * @throws FormulaException as {@link #solve(Object, double, double)}
     */
    default Tensor solve(Object b) {
        return solve(b, KernelSolve.DEFAULT_ALPHA);
    }

    /**
     * Solves {@code (alpha Id + K) a = b} for this symmetric positive matrix K, with eps = 1e-6.
     *
     * @param b (M, E), or (M)
     * @param alpha what is added to the diagonal, 0 or more
     * @return a, like b
     * @throws FormulaException as {@link #solve(Object, double, double)}
     */
    default Tensor solve(Object b, double alpha) {
        return solve(b, alpha, KernelSolve.DEFAULT_EPS);
    }

    /**
     * Solves {@code (alpha Id + K) a = b} for this symmetric positive matrix K by conjugate gradients; see
     * {@link KernelSolve}.
     *
     * @param b (M, E), or (M)
     * @param alpha what is added to the diagonal, 0 or more
     * @param eps the largest part that may be left of each column of b, above 0; see {@link KernelSolve#eps}
     * @return a, like b
     * @throws FormulaException if this is no scalar or not square, or b does not fit
     * @throws UnsolvedException if this is not positive, or rounding errors do not let the rest of b come below eps; it
     *     has the best solution that was found
     */
    default Tensor solve(Object b, double alpha, double eps) {
        Tensor right = Arguments.tensor("b", b);
        // A view of its own, so that it is told from an operand over the same tensor.
        Tensor unknown = right.rank() == 1 ? right.reshape(right.size(0), 1) : right.reshape(right.shape());
        LazyReduction product = product(unknown);
        Object[] arguments = product.arguments().toArray();
        Variable place = product.genred().arguments().get(Arrays.asList(arguments).indexOf(unknown));
        Tensor solution = KernelSolve.of(product.genred(), place).alpha(alpha).eps(eps)
                .call(product.arena(), arguments);
        return right.rank() == 1 ? solution.reshape(right.size(0)) : solution;
    }
}
