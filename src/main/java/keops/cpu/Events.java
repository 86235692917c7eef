package keops.cpu;

/**
 * Places where a value may be among the smallest, as kernels report them: the column in the low half of a number, and where
 * the lists of the vector of rows start in its high half. The values of the vector of rows are left, event after event, in
 * the place of results.
 */
final class Events {
    private Events() {}

    /** What is known of an event when the kernel is made; the column is added to it. */
    static long of(int list) {
        return (long) list << Integer.SIZE;
    }
}
