package keops.cpu.lists;

/**
 * Generated code that takes candidates into the lists of the K smallest, all rows of a vector at once. Lists lie rank
 * after rank, each for all rows of a block. The arrays are {@code float[]} or {@code double[]}; indices are kept in the
 * bits of such numbers, so that values and indices are moved by the same operations.
 */
public interface Insertion {
    /**
     * Takes the candidates of a tile in their order.
     *
     * @param events the places of candidates: {@code Events}
     * @param count the number of events
     * @param candidates the values of the vectors of rows, event after event
     * @param values the values of the lists, in ascending order; NaN where a rank is empty
     * @param indices the indices of the lists
     * @param firstList where the lists of the block start
     * @param firstIndex the index of the first column of the tile
     */
    void insert(
            long[] events, int count, Object candidates, Object values, Object indices, int firstList, int firstIndex);
}
