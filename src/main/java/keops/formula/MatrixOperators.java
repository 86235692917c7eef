package keops.formula;

import static keops.formula.Algebra.contraction;
import static keops.formula.Operator.named;

import java.util.List;
import keops.error.FormulaException;

/**
 * Matrices and tensors, flattened row by row (the last axis varies fastest). All are contractions of two tensors:
 * {@code TensorDot} is the one with a value of its own.
 */
final class MatrixOperators {
    private static final int[] NONE = {};

    private MatrixOperators() {}

    static final Operator MAT_VEC_MULT = named("MatVecMult").usage("A", "b")
            .mathematics("A b: component i is the sum over k of A_(i p + k) b_k")
            .dimensions("n p, p -> n", (a, p) -> otherSize("MatVecMult", a.get(0), a.get(1)))
            .definition(c -> {
                int p = c.argument(1).dim();
                return contraction(c.argument(0), c.argument(1), new int[][] {{c.dim(), p}, {p}, {1}, {0}});
            });
    static final Operator VEC_MAT_MULT = named("VecMatMult").usage("b", "A")
            .mathematics("b A: component k is the sum over i of b_i A_(i p + k)")
            .dimensions("n, n p -> p", (a, p) -> otherSize("VecMatMult", a.get(1), a.get(0)))
            .definition(c -> {
                int n = c.argument(0).dim();
                return contraction(c.argument(0), c.argument(1), new int[][] {{n}, {n, c.dim()}, {0}, {0}});
            });
    static final Operator TENSOR_PROD = named("TensorProd").usage("f", "g")
            .mathematics("f g': component k E + l is f_k g_l")
            .dimensions("D, E -> D E", (a, p) -> {
                long dim = (long) a.get(0).dim() * a.get(1).dim();
                Limits.checkDimension(dim);
                return (int) dim;
            })
            .definition(c -> contraction(c.argument(0), c.argument(1),
                    new int[][] {{c.argument(0).dim()}, {c.argument(1).dim()}, NONE, NONE}));
    static final Operator TENSOR_DOT = named("TensorDot")
            .usage("f", "g", "dimsf:list", "dimsg:list", "contf:list", "contg:list", "perm:list?")
            .mathematics("sums f g over axes contf of f and contg of g; "
                    + "of those left, f's first, axis k becomes perm[k]")
            .dimensions("dimsf, dimsg -> axes left", (a, p) -> Contraction.of(a, p).dim())
            .pullback((c, k, e) -> Simplify.isZero(e)
                    ? new Zero(c.argument(k).dim())
                    : Contraction.of(c.children(), c.parameters()).pullback(c, k, e))
            .value((s, c, a) -> Contraction.of(c.children(), c.parameters()).value(s, a[0], a[1]));
    static final Operator KRON = named("Kron").usage("A", "B", "dimsA:list", "dimsB:list")
            .mathematics("the Kronecker product of tensors of as many axes: block by block, A's number times B")
            .dimensions("D, E -> D E", (a, p) -> {
                if (p.get(0).size() != p.get(1).size()) {
                    throw new FormulaException("Kron needs tensors of as many axes, but dimsA are "
                            + p.get(0).size() + " and dimsB are " + p.get(1).size());
                }
                return Contraction.of(a, List.of(p.get(0), p.get(1), List.of(), List.of())).dim();
            })
            .definition(c -> contraction(c.argument(0), c.argument(1),
                    new int[][] {c.list(0), c.list(1), NONE, NONE, interleaved(c.list(0).length)}));

    /** The axes of A go to the even places, those of B to the odd ones. */
    private static int[] interleaved(int axes) {
        int[] permutation = new int[2 * axes];
        for (int k = 0; k < axes; k++) {
            permutation[k] = 2 * k;
            permutation[axes + k] = 2 * k + 1;
        }
        return permutation;
    }

    /** The size of a matrix along the axis that is not the vector's. */
    private static int otherSize(String operator, Formula matrix, Formula vector) {
        if (matrix.dim() % vector.dim() != 0) {
            throw Dimensions.mismatch(
                    operator + " needs a matrix whose dimension is a multiple of the vector's", matrix, vector);
        }
        return matrix.dim() / vector.dim();
    }

    static final List<Operator> TABLE = List.of(MAT_VEC_MULT, VEC_MAT_MULT, TENSOR_PROD, TENSOR_DOT, KRON);
}
