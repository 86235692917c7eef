package keops.formula;

import static keops.formula.Algebra.components;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.number;
import static keops.formula.Algebra.repeated;
import static keops.formula.Algebra.square;
import static keops.formula.Operator.named;

import java.util.List;

/**
 * Tables that are filled from their first corner to the last, row by row: cell (i, j) is made from the cells before it,
 * (i-1, j-1), (i, j-1) and (i-1, j), in this order. A table of n rows and m columns is a vector of n m components.
 */
final class WarpingOperators {
    private WarpingOperators() {}

    static final Operator SOFT_WARP = named("SoftWarp").usage("C", "gamma", "m:number")
            .mathematics("R_ij = C_ij + the soft minimum -gamma ln(sum e^(-R/gamma)) over the cells before")
            .dimensions("n m, 1 -> n m", (a, p) -> {
                Dimensions.require(a.get(1).dim() == 1, "SoftWarp needs a scalar gamma", a.get(1));
                return table("SoftWarp", a.getFirst(), p);
            })
            .pullback(WarpingDerivatives::ofSoftWarp)
            .value((s, c, a) -> SoftTimeWarping.table(s, a[0], a[1][0], c.parameter(0)));
    static final Operator WARP_SUM = named("WarpSum").usage("W", "C", "m:number")
            .mathematics("R_ij = C_ij + the sum of W R over the cells before; W: three tables, by the cell before")
            .dimensions("3 n m, n m -> n m", (a, p) -> weighted("WarpSum", a, p))
            .pullback(WarpingDerivatives::ofSum)
            .value((s, c, a) -> SoftTimeWarping.sums(s, a[0], a[1], c.parameter(0)));
    static final Operator WARP_SUM_T = named("WarpSumT").usage("W", "C", "m:number")
            .mathematics("the transpose of WarpSum: E_ij = C_ij + the sum of W E over the cells after")
            .dimensions("3 n m, n m -> n m", (a, p) -> weighted("WarpSumT", a, p))
            .pullback(WarpingDerivatives::ofTransposedSum)
            .value((s, c, a) -> SoftTimeWarping.transposedSums(s, a[0], a[1], c.parameter(0)));
    static final Operator SOFT_DTW_SQ_DIST = named("SoftDTW_SqDist").usage("x", "y", "gamma")
            .mathematics("the soft dynamic time warping of two series, for squared differences")
            .dimensions("n, m, 1 -> 1", (a, p) -> {
                Dimensions.require(a.get(2).dim() == 1, "SoftDTW_SqDist needs a scalar gamma", a.get(2));
                Limits.checkDimension((long) a.get(0).dim() * a.get(1).dim());
                return 1;
            })
            .definition(c -> {
                int n = c.argument(0).dim();
                int m = c.argument(1).dim();
                Formula costs = square(minus(
                        Call.of(MatrixOperators.TENSOR_PROD, c.argument(0), repeated(number(1), m)),
                        Call.of(MatrixOperators.TENSOR_PROD, repeated(number(1), n), c.argument(1))));
                Formula table =
                        new Call(WarpingOperators.SOFT_WARP, List.of(costs, c.argument(2)), List.of(List.of(m)));
                return components(table, table.dim() - 1, 1);
            });

    private static int table(String operator, Formula costs, List<List<Integer>> parameters) {
        int columns = parameters.getFirst().getFirst();
        Dimensions.require(columns > 0 && costs.dim() % columns == 0,
                operator + " needs a table of " + columns + " columns", costs);
        return costs.dim();
    }

    private static int weighted(String operator, List<Formula> arguments, List<List<Integer>> parameters) {
        int dim = table(operator, arguments.get(1), parameters);
        if (arguments.getFirst().dim() != 3L * dim) {
            throw Dimensions.mismatch(operator + " needs three weights for each cell", arguments.get(0),
                    arguments.get(1));
        }
        return dim;
    }

    static final List<Operator> TABLE = List.of(SOFT_WARP, WARP_SUM, WARP_SUM_T, SOFT_DTW_SQ_DIST);
}
