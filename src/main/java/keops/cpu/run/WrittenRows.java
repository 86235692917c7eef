package keops.cpu.run;

/**
 * Some rows of a {@link TileReducer} that follow each other in the outputs.
 *
 * @param first the first of them in the reducer
 * @param stride from one to the next there
 * @param count their number
 * @param outputRow where the first one goes
 */
record WrittenRows(int first, int stride, int count, long outputRow) {
    /** A row in the reducer. */
    int row(int number) {
        return first + number * stride;
    }
}
