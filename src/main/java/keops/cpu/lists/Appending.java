package keops.cpu.lists;

/**
 * Generated code that appends candidates to the buffers of their rows. The arrays are {@code float[]} or
 * {@code double[]}; indices and numbers of rows are kept in the bits of such numbers.
 */
public interface Appending {
    /**
     * Appends candidates in their order, until a buffer is full or all are taken. What is not below its row's limit,
     * which may be lower than when candidates were gathered, is passed over.
     *
     * @param from the first candidate
     * @param to the first after the last
     * @param gatheredValues the values of candidates
     * @param gatheredIndices their indices
     * @param gatheredRows the numbers of their rows
     * @param values the limits of all rows, NaN where there is none yet, and somewhere behind them the buffers
     * @param indices the indices of what is in the buffers, at the same places
     * @param ends the first free place of each row
     * @param full the place behind the buffer of the first row
     * @param capacity the places of a buffer
     * @return the first candidate that is not taken; if a buffer is full, it is that of the candidate before it
     */
    int append(int from, int to, Object gatheredValues, Object gatheredIndices, Object gatheredRows, Object values,
            Object indices, int[] ends, int full, int capacity);
}
