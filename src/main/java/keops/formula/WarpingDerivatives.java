package keops.formula;

import static keops.formula.Simplify.choose;
import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.over;
import static keops.formula.Simplify.place;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The derivatives of {@link WarpingOperators}. A change of the costs C of a soft warping R propagates as a weighted
 * sum, dR = WarpSum(W, dC), with the weights of the soft minima: e^((S - R_before) / gamma), where S = R - C is the
 * minimum, and 1 along the borders, where one cell only lies before. Sums and transposed sums are linear in C; their
 * derivatives are expressed by each other, to any order.
 */
final class WarpingDerivatives {
    private WarpingDerivatives() {}

    static Formula ofSoftWarp(Call call, int argument, Formula e) {
        var tables = new Tables(call.dim() / call.parameter(0), call.parameter(0));
        Formula minimum = minus(call, call.argument(0));
        Formula gamma = call.argument(1);
        List<Formula> exponents = IntStream.range(0, 3)
                .mapToObj(k -> over(minus(minimum, tables.shifted(call, k)), gamma))
                .toList();
        List<Formula> inside = exponents.stream()
                .<Formula>map(exponent -> Call.of(ElementwiseOperators.EXP, exponent))
                .toList();
        Formula weights = Call.of(ComponentOperators.CONCAT,
                tables.inside(inside.get(0), number(0)),
                tables.inside(inside.get(1), tables.firstRow()),
                tables.inside(inside.get(2), tables.firstColumn()));
        Formula spread = sum(WarpingOperators.WARP_SUM_T, weights, e, call);
        if (argument == 0) {
            return spread;
        }
        // The soft minimum changes with gamma by the sum of w (S - R_before) / gamma.
        Formula change = plus(plus(times(inside.get(0), exponents.get(0)), times(inside.get(1), exponents.get(1))),
                times(inside.get(2), exponents.get(2)));
        return Simplify.sum(times(spread, tables.inside(change, number(0))));
    }

    static Formula ofSum(Call call, int argument, Formula e) {
        Formula spread = sum(WarpingOperators.WARP_SUM_T, call.argument(0), e, call);
        return argument == 1 ? spread : ofWeights(call, spread, call);
    }

    static Formula ofTransposedSum(Call call, int argument, Formula e) {
        Formula sums = sum(WarpingOperators.WARP_SUM, call.argument(0), e, call);
        return argument == 1 ? sums : ofWeights(sums, call, call);
    }

    /** A weight joins a cell to one before: its cotangent is the spread at the cell times the sum before. */
    private static Formula ofWeights(Formula sums, Formula spread, Call call) {
        var tables = new Tables(call.dim() / call.parameter(0), call.parameter(0));
        return Call.of(ComponentOperators.CONCAT, IntStream.range(0, 3)
                .mapToObj(k -> times(spread, tables.before(sums, k)))
                .toArray(Formula[]::new));
    }

    private static Formula sum(Operator operator, Formula weights, Formula costs, Call of) {
        return Simplify.isZero(costs)
                ? new Zero(costs.dim())
                : new Call(operator, List.of(weights, costs), of.parameters());
    }

    /** What is known of the cells of tables when the formula is known, as formulas of numbers. */
    private record Tables(int rows, int columns) {

        /**
         * The table moved by one cell: diagonally, along the row, or along the column. The cells that enter are not
         * used.
         */
        Formula shifted(Formula table, int direction) {
            int distance = switch (direction) {
                case 0 -> columns + 1;
                case 1 -> 1;
                default -> columns;
            };
            int dim = table.dim();
            return distance >= dim
                    ? new Zero(dim)
                    : place(Simplify.extract(table, 0, dim - distance), distance, dim);
        }

        /** The same with zeros where there is no cell before. */
        Formula before(Formula table, int direction) {
            Formula exists = switch (direction) {
                case 0 -> product(later(rows), later(columns));
                case 1 -> product(repeated(number(1), rows), later(columns));
                default -> product(later(rows), repeated(number(1), columns));
            };
            return choose(minus(exists, number(0.5)), shifted(table, direction), number(0));
        }

        /** The cells that have three before them, and others. */
        Formula inside(Formula inside, Formula others) {
            return choose(minus(product(later(rows), later(columns)), number(0.5)), inside, others);
        }

        Formula firstRow() {
            return product(place(number(1), 0, rows), later(columns));
        }

        Formula firstColumn() {
            return product(later(rows), place(number(1), 0, columns));
        }

        private static Formula later(int count) {
            return count == 1 ? new Zero(1) : place(repeated(number(1), count - 1), 1, count);
        }

        private static Formula product(Formula ofRow, Formula ofColumn) {
            return Call.of(MatrixOperators.TENSOR_PROD, ofRow, ofColumn);
        }
    }
}
