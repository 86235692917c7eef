package keops.formula;

import static keops.formula.Algebra.components;
import static keops.formula.Algebra.inverseSquareRoot;
import static keops.formula.Algebra.matrixTimesVector;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.scalarProduct;
import static keops.formula.Algebra.square;
import static keops.formula.Algebra.squareRoot;
import static keops.formula.Algebra.squaredNorm;
import static keops.formula.Algebra.sum;
import static keops.formula.Algebra.times;
import static keops.formula.Operator.named;

import java.util.Arrays;
import java.util.List;

/** Sums, scalar products, norms and distances. Each row: dimensions, mathematics, value or definition. */
final class VectorOperators {
    private VectorOperators() {}

    static final Operator SUM = named("Sum").usage("f").mathematics("f_1 + ... + f_D")
            .dimensions("D -> 1", (a, p) -> 1)
            .pullback((c, _, e) -> Simplify.repeated(e, c.argument(0).dim()))
            .value((s, c, a) -> new int[] {s.sum(a[0])});
    static final Operator SUM_T = named("SumT").usage("f", "D:number").mathematics("(f, ..., f)")
            .dimensions("1 -> D", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "SumT repeats a scalar", a.getFirst());
                return p.getFirst().getFirst();
            })
            .pullback((_, _, e) -> Simplify.sum(e))
            .value((s, c, a) -> {
                int[] repeated = new int[c.dim()];
                Arrays.fill(repeated, a[0][0]);
                return repeated;
            });
    /**
     * By halves: component by component as many products as there are components, and no quotient in its derivative.
     */
    static final Operator PROD = named("Prod").usage("f").mathematics("f_1 f_2 ... f_D")
            .dimensions("D -> 1", (a, p) -> 1)
            .definition(c -> {
                Formula f = c.argument(0);
                int half = f.dim() / 2;
                if (half == 0) {
                    return f;
                }
                Formula rest = Call.of(VectorOperators.PROD, times(components(f, 0, half), components(f, half, half)));
                return f.dim() % 2 == 0 ? rest : times(rest, components(f, f.dim() - 1, 1));
            });
    static final Operator SCALAR_PRODUCT = named("Scalprod").usage("f", "g")
            .mathematics("f_1 g_1 + ... + f_D g_D; f (g_1 + ... + g_D) if f is a scalar; also (f|g)")
            .dimensions("each D or 1 -> 1", (a, p) -> {
                Dimensions.broadcast("a scalar product", a);
                return 1;
            })
            .definition(c -> sum(times(c.argument(0), c.argument(1))));

    static final Operator SQ_NORM2 = named("SqNorm2").usage("f").mathematics("|f|^2")
            .dimensions("D -> 1", (a, p) -> 1)
            .definition(c -> sum(square(c.argument(0))));
    static final Operator NORM2 = named("Norm2").usage("f").mathematics("|f|")
            .dimensions("D -> 1", (a, p) -> 1)
            .definition(c -> squareRoot(squaredNorm(c.argument(0))));
    static final Operator NORMALIZE = named("Normalize").usage("f").mathematics("f / |f|; 0 at 0")
            .dimensions("D -> D", (a, p) -> a.getFirst().dim())
            .definition(c -> times(inverseSquareRoot(squaredNorm(c.argument(0))), c.argument(0)));
    static final Operator SQ_DIST = named("SqDist").usage("f", "g").mathematics("|f - g|^2")
            .dimensions("each D or 1 -> 1", (a, p) -> {
                Dimensions.broadcast("SqDist", a);
                return 1;
            })
            .definition(c -> squaredNorm(minus(c.argument(0), c.argument(1))));

    static final Operator SQ_NORM_ISO = named("SqNormIso").usage("A", "f").mathematics("A |f|^2")
            .dimensions("1, D -> 1", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "SqNormIso weights with a scalar", a.getFirst());
                return 1;
            })
            .definition(c -> times(c.argument(0), squaredNorm(c.argument(1))));
    static final Operator SQ_NORM_DIAG = named("SqNormDiag").usage("A", "f")
            .mathematics("A_1 f_1^2 + ... + A_D f_D^2")
            .dimensions("D, D -> 1", (a, p) -> {
                Dimensions.equal("SqNormDiag", a.getFirst(), a.getLast());
                return 1;
            })
            .definition(c -> scalarProduct(c.argument(0), square(c.argument(1))));
    static final Operator SYM_SQ_NORM = named("SymSqNorm").usage("A", "f")
            .mathematics("(f | A f), A a row-major matrix, symmetric or not")
            .dimensions("D^2, D -> 1", (a, p) -> {
                long dim = a.getLast().dim();
                if (a.getFirst().dim() != dim * dim) {
                    throw Dimensions.mismatch(
                            "SymSqNorm needs a square matrix and a vector", a.getFirst(), a.getLast());
                }
                return 1;
            })
            .definition(c -> scalarProduct(c.argument(1), matrixTimesVector(c.argument(0), c.argument(1))));
    static final Operator WEIGHTED_SQ_NORM = named("WeightedSqNorm").usage("A", "f")
            .mathematics("SqNormIso, SqNormDiag or SymSqNorm, by the dimension of A")
            .dimensions("1, D or D^2, D -> 1", (a, p) -> {
                weightedBy("WeightedSqNorm", a.getFirst(), a.get(1), a.get(1).dim());
                return 1;
            })
            .definition(c -> Call.of(weightedBy("WeightedSqNorm", c.argument(0), c.argument(1), c.argument(1).dim()),
                    c.argument(0), c.argument(1)));
    static final Operator WEIGHTED_SQ_DIST = named("WeightedSqDist").usage("A", "f", "g")
            .mathematics("WeightedSqNorm(A, f - g)")
            .dimensions("1, D or D^2, D, D -> 1",
                    (a, p) -> weightedDistance("WeightedSqDist", a.get(0), a.get(1), a.get(2)))
            .definition(c -> Call.of(WEIGHTED_SQ_NORM, c.argument(0), minus(c.argument(1), c.argument(2))));

    /** The dimension of a function of a weighted distance, whose arguments are checked: 1. */
    static int weightedDistance(String operator, Formula weights, Formula f, Formula g) {
        int dim = Dimensions.broadcast(operator, List.of(f, g));
        weightedBy(operator, weights, f.dim() == dim ? f : g, dim);
        return 1;
    }

    /** Which of the three weighted norms the dimension of the weights means. */
    private static Operator weightedBy(String operator, Formula weights, Formula vector, long dim) {
        if (weights.dim() == 1) {
            return SQ_NORM_ISO;
        } else if (weights.dim() == dim) {
            return SQ_NORM_DIAG;
        } else if (weights.dim() == dim * dim) {
            return SYM_SQ_NORM;
        }
        throw Dimensions.mismatch(operator + " needs weights of dimension 1, " + dim + " or " + dim * dim,
                weights, vector);
    }

    static final List<Operator> TABLE = List.of(
            SUM, SUM_T, PROD, SCALAR_PRODUCT, SQ_NORM2, NORM2, NORMALIZE, SQ_DIST, SQ_NORM_ISO, SQ_NORM_DIAG,
            SYM_SQ_NORM, WEIGHTED_SQ_NORM, WEIGHTED_SQ_DIST);
}
