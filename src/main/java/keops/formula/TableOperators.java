package keops.formula;

import static keops.formula.Comparison.EQUAL;
import static keops.formula.Operator.named;

import java.util.Arrays;
import java.util.List;
import keops.error.FormulaException;

/**
 * Tables that are read by indices which are formulas, such as labels of rows and columns. A value is selected from all
 * rows by comparisons, at the stage of the index: once per row for an {@code x_i}, once per pair only if it depends on
 * both. This needs only arithmetic, reads nothing out of bounds, and costs time proportional to the size of the table.
 */
final class TableOperators {
    /** The largest table that is worth the comparisons. */
    private static final int LARGEST = 4096;

    private TableOperators() {}

    static final Operator GATHER_ROW = named("GatherRow").usage("A", "k", "m:number")
            .mathematics("row floor(k + 1/2) of A with m columns, or zeros; f[k] and A[k,l], A square, are made of it")
            .dimensions("n m, 1 -> m", (a, p) -> {
                int columns = p.getFirst().getFirst();
                check("GatherRow", a.get(1), a.getFirst().dim());
                if (columns < 1 || a.getFirst().dim() % columns != 0) {
                    throw new FormulaException("GatherRow needs a matrix whose dimension is a multiple of the number of"
                            + " columns, " + columns + ", but " + Printer.brief(a.getFirst()) + " has dimension "
                            + a.getFirst().dim());
                }
                return columns;
            })
            .pullback((c, k, e) -> k == 1
                    ? new Zero(1)
                    : new Call(TableOperators.SCATTER_ROW, List.of(e, c.argument(1)),
                            List.of(List.of(c.argument(0).dim() / c.dim()))))
            .value((s, c, a) -> {
                int columns = c.dim();
                int index = index(s, a[1][0]);
                int[] chosen = new int[columns];
                Arrays.fill(chosen, s.constant(0));
                for (int row = 0; row < a[0].length / columns; row++) {
                    for (int column = 0; column < columns; column++) {
                        int value = a[0][row * columns + column];
                        chosen[column] = s.select(EQUAL, index, s.constant(row), value, chosen[column]);
                    }
                }
                return chosen;
            });
    static final Operator SCATTER_ROW = named("ScatterRow").usage("f", "k", "n:number")
            .mathematics("n rows, of which row floor(k + 1/2) is f and the others are zeros")
            .dimensions("m, 1 -> n m", (a, p) -> {
                long dim = (long) p.getFirst().getFirst() * a.getFirst().dim();
                Limits.checkDimension(dim);
                check("ScatterRow", a.get(1), dim);
                return (int) dim;
            })
            .pullback((c, k, e) -> k == 1
                    ? new Zero(1)
                    : new Call(GATHER_ROW, List.of(e, c.argument(1)), List.of(List.of(c.argument(0).dim()))))
            .value((s, c, a) -> {
                int columns = a[0].length;
                int index = index(s, a[1][0]);
                int zero = s.constant(0);
                int[] placed = new int[c.dim()];
                for (int row = 0; row < placed.length / columns; row++) {
                    for (int column = 0; column < columns; column++) {
                        placed[row * columns + column] =
                                s.select(EQUAL, index, s.constant(row), a[0][column], zero);
                    }
                }
                return placed;
            });

    private static void check(String operator, Formula index, long size) {
        Dimensions.require(index.dim() == 1, "an index is a scalar", index);
        if (size > LARGEST) {
            throw new FormulaException(operator + " takes tables of at most " + LARGEST
                    + " numbers, as each is compared with the index, but this one has " + size
                    + ": gather the rows before, and give them as Vi or Vj");
        }
    }

    private static int index(Scalars s, int value) {
        return s.floor(s.add(value, s.constant(0.5)));
    }

    /**
     * A component by an index.
     *
     * @throws FormulaException if the index is no scalar, or the table too large
     */
    static Formula component(Formula table, Formula index) {
        return new Call(GATHER_ROW, List.of(table, index), List.of(List.of(1)));
    }

    /**
     * An element of a square matrix: the row is selected first, which is cheaper if its index depends on i only.
     *
     * @throws FormulaException if the matrix is not square, an index is no scalar, or the table too large
     */
    static Formula element(Formula matrix, Formula row, Formula column) {
        int columns = (int) Math.round(Math.sqrt(matrix.dim()));
        if (columns * columns != matrix.dim()) {
            throw new FormulaException("A[k,l] needs a square matrix A, but " + Printer.brief(matrix)
                    + " has dimension " + matrix.dim() + ": for a matrix with m columns write GatherRow(A,k,m)[l]");
        }
        return component(new Call(GATHER_ROW, List.of(matrix, row), List.of(List.of(columns))), column);
    }

    static final List<Operator> TABLE = List.of(GATHER_ROW, SCATTER_ROW);
}
