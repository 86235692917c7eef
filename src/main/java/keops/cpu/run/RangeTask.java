package keops.cpu.run;

import java.util.ArrayList;
import java.util.List;
import keops.plan.RowBlock;
import keops.plan.Span;

/**
 * Some rows, and the columns that they are reduced over.
 *
 * @param firstRow the first row
 * @param rows the number of rows
 * @param columns the columns, span after span; none where the rows are empty sums
 */
record RangeTask(long firstRow, int rows, List<Span> columns) {
    /** Cuts blocks of rows that take the same columns into tasks of some rows at most. */
    static List<RangeTask> cut(List<RowBlock> blocks, int groupRows) {
        var tasks = new ArrayList<RangeTask>();
        for (RowBlock block : blocks) {
            for (long from = block.from(); from < block.to(); from += groupRows) {
                tasks.add(new RangeTask(from, (int) Math.min(groupRows, block.to() - from), block.columns()));
            }
        }
        return List.copyOf(tasks);
    }

    /**
     * The columns in parts for a reducer each, from whose first column to its last there are not too many; one part at
     * least.
     */
    List<List<Span>> parts(long most) {
        var parts = new ArrayList<List<Span>>();
        var part = new ArrayList<Span>();
        for (Span span : columns) {
            for (long from = span.from(), to; from < span.to(); from = to) {
                if (!part.isEmpty() && span.to() - part.getFirst().from() > most) {
                    parts.add(List.copyOf(part));
                    part.clear();
                }
                to = Math.min(span.to(), from + Math.min(most, span.to() - from));
                part.add(new Span(from, to));
            }
        }
        if (!part.isEmpty() || parts.isEmpty()) {
            parts.add(part.isEmpty() ? List.of(new Span(0, 0)) : List.copyOf(part));
        }
        return List.copyOf(parts);
    }
}
