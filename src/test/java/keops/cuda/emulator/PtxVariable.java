package keops.cuda.emulator;

/**
 * A variable of a module or a function.
 *
 * @param space {@code global}, {@code const}, {@code shared}, {@code local} or {@code param}
 * @param bytes its size; 0 for shared memory whose size the launch gives
 * @param initial its first content, or nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PtxVariable(String name, String space, int alignment, int bytes, byte[] initial) {
    /** The next address at or after an offset where it may lie. */
    int align(int offset) {
        return Math.ceilDiv(offset, alignment) * alignment;
    }
}
