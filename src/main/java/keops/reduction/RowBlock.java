package keops.reduction;

import java.util.List;

/**
 * Some rows of the output that follow each other, and the columns that they are reduced over.
 *
 * @param from the first row
 * @param to the row after the last
 * @param columns the columns, in ascending order; none where the rows take the neutral value of the reduction
 */
public record RowBlock(long from, long to, List<Span> columns) {
    /** Copies the list. */
    public RowBlock {
        columns = List.copyOf(columns);
    }

    /** All rows over all columns. */
    public static List<RowBlock> whole(long rows, long columns) {
        return List.of(new RowBlock(0, rows, columns == 0 ? List.of() : List.of(new Span(0, columns))));
    }
}
