package keops.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.reduction.Ranges;

/**
 * The pairs of a block-sparse reduction, as blocks of rows i and as blocks of rows j. Two of the same ranges are equal.
 */
public final class SparsePairs {
    private final Ranges source;
    private final List<RowBlock> blocksOfI;
    private final List<RowBlock> blocksOfJ;

    /** The pairs of ranges. */
    public SparsePairs(Ranges source) {
        this.source = source;
        this.blocksOfI = blocks(source.rangesI(), source.slicesI(), source.redrangesJ());
        this.blocksOfJ = blocks(source.rangesJ(), source.slicesJ(), source.redrangesI());
    }

    private static List<RowBlock> blocks(long[][] rows, long[] slices, long[][] columns) {
        List<Span> spans = Arrays.stream(columns).map(range -> new Span(range[0], range[1])).toList();
        var blocks = new ArrayList<RowBlock>();
        int before = 0;
        for (int k = 0; k < rows.length; k++) {
            int after = Math.toIntExact(slices[k]);
            blocks.add(new RowBlock(rows[k][0], rows[k][1], spans.subList(before, after)));
            before = after;
        }
        return blocks;
    }

    /** The same pairs with i and j exchanged. */
    public SparsePairs swapAxes() {
        return new SparsePairs(source.swapAxes());
    }

    /**
     * The blocks of a reduction, in ascending order; between them lie blocks without columns, so that they are all
     * rows.
     *
     * @param category what the rows of the output are indexed by
     * @param rows the number of rows of the output
     * @param columns the length of the reduced axis
     * @throws FormulaException if a range goes beyond them
     */
    public List<RowBlock> blocks(Category category, long rows, long columns) {
        String letter = category == Category.I ? "i" : "j";
        String other = category == Category.I ? "j" : "i";
        var all = new ArrayList<RowBlock>();
        long next = 0;
        for (RowBlock block : category == Category.I ? blocksOfI : blocksOfJ) {
            if (block.to() > rows) {
                throw beyond(letter, block.from(), block.to(), rows);
            }
            for (Span span : block.columns()) {
                if (span.to() > columns) {
                    throw beyond(other, span.from(), span.to(), columns);
                }
            }
            if (block.from() > next) {
                all.add(new RowBlock(next, block.from(), List.of()));
            }
            if (block.to() > block.from()) {
                all.add(block);
            }
            next = block.to();
        }
        if (next < rows) {
            all.add(new RowBlock(next, rows, List.of()));
        }
        return all;
    }

    private static FormulaException beyond(String letter, long from, long to, long size) {
        return new FormulaException("the range from " + from + " to " + to + " of rows " + letter + " goes beyond the "
                + size + " rows that there are");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparsePairs pairs && pairs.source == source;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(source);
    }
}
