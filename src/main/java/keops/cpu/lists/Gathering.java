package keops.cpu.lists;

/**
 * Generated code that gathers candidates: of each event, the lanes that are below the limit of their row. The arrays
 * are {@code float[]} or {@code double[]}; indices and numbers of rows are kept in the bits of such numbers.
 */
public interface Gathering {
    /**
     * Gathers the candidates of some events, in their order.
     *
     * @param events the places of candidates: {@code Events}, whose lists are rows here
     * @param from the first event
     * @param to the first event after them
     * @param reported the values of the vectors of rows, event after event
     * @param limits what values of rows must be below; NaN where there is no limit yet
     * @param rows the numbers of the rows
     * @param firstRow the row that the block starts with
     * @param firstIndex the index of the first column of the tile
     * @param gatheredValues receives the values of candidates; like the others, with room for a vector behind the last
     * @param gatheredIndices receives their indices
     * @param gatheredRows receives the numbers of their rows
     * @return the number of candidates
     */
    int gather(long[] events, int from, int to, Object reported, Object limits, Object rows, int firstRow,
            int firstIndex, Object gatheredValues, Object gatheredIndices, Object gatheredRows);
}
