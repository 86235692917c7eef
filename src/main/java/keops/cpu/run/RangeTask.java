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

    /** The columns in spans that are not too long for a reducer, one at least. */
    List<Span> spans(long most) {
        var spans = new ArrayList<Span>();
        for (Span span : columns) {
            for (long from = span.from(); from < span.to(); from += Math.min(most, span.to() - from)) {
                spans.add(new Span(from, from + Math.min(most, span.to() - from)));
            }
        }
        return spans.isEmpty() ? List.of(new Span(0, 0)) : spans;
    }
}
