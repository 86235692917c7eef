package keops.cpu.lists;

import keops.cpu.memory.Scratch;
import keops.plan.Smallest;

/**
 * What the rows of a task keep of their candidates for the K smallest. Lists are counted block after block, component
 * after component, row after row.
 */
public sealed interface Shortlists permits SortedLists, GatheredLists {
    /** Empty lists of the form that suits K. */
    static Shortlists of(ShortlistCode code, Scratch scratch, int blocks, long columns) {
        return SortedLists.suits(code.k())
                ? new SortedLists(code, scratch, blocks)
                : new GatheredLists(code, scratch, blocks, columns);
    }

    /** The places of a list, as kernels count them: {@code Epilogue.Candidates}. */
    static int places(int k) {
        return SortedLists.suits(k) ? SortedLists.places(k) : 1;
    }

    /** The values that a row keeps for each component, where there are columns enough. */
    static int state(int k, int lanes) {
        return SortedLists.suits(k) ? SortedLists.places(k) : GatheredLists.capacity(k, lanes);
    }

    /** The columns after which there is a first threshold. */
    static int firstColumns(int k, int lanes) {
        return SortedLists.suits(k) ? k : GatheredLists.capacity(k, lanes);
    }

    /**
     * Makes what candidates must be below row values; NaN where everything is one.
     *
     * @param list the first list of a block and component
     * @param at the row value of the first row
     */
    void giveThresholds(int list, int at);

    /**
     * What the K-th smallest of some lists together is at most, where later candidates that are equal to it come too
     * late; NaN where that is not known.
     *
     * @param list the first of lists side by side
     */
    double sharedThreshold(int list, int count);

    /**
     * Takes what a kernel has reported into the lists.
     *
     * @param events the number of {@code Events}
     * @param firstList the first list of the block
     * @param firstIndex the index of the first column of the tile
     */
    void take(int events, int firstList, int firstIndex);

    /**
     * Copies a list.
     *
     * @param smallest where to
     * @param to which list there
     * @param firstColumn the column that is counted as 0 here
     * @param columnStride the columns from one that is counted here to the next
     */
    void copyTo(Smallest smallest, int to, int list, long firstColumn, int columnStride);
}
