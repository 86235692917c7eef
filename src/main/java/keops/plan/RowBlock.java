package keops.plan;

import java.util.List;
import java.util.Optional;

/**
 * Some rows of the output that follow each other, and the columns that they are reduced over. Immutable.
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

    /** The pairs of a row and a column that it is reduced over. */
    public long pairs() {
        long columnsOfRow = 0;
        for (Span span : columns) {
            columnsOfRow += span.to() - span.from();
        }
        return (to - from) * columnsOfRow;
    }

    /** The pairs of some blocks, or of all rows over all columns. */
    public static long pairs(Optional<List<RowBlock>> blocks, long rows, long columns) {
        return blocks.map(all -> all.stream().mapToLong(RowBlock::pairs).sum()).orElse(rows * columns);
    }

    /** All rows over all columns. */
    public static List<RowBlock> whole(long rows, long columns) {
        return List.of(new RowBlock(0, rows, columns == 0 ? List.of() : List.of(new Span(0, columns))));
    }
}
