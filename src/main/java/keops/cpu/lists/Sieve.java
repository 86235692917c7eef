package keops.cpu.lists;

/** Generated code that tells the small among some numbers from the others. */
public interface Sieve {
    /**
     * Counts the numbers that are at most a limit, or moves them to the front in their order.
     *
     * @param values {@code float[]} or {@code double[]}
     * @param indices an array of the same type, whose numbers move with the values
     * @param from the first of the numbers; they are whole vectors, or NaN follows
     * @param to the first after them
     * @param limit a number of their type
     * @return the end of the numbers that are at most the limit, if they are moved to the front
     */
    int keepAtMost(Object values, Object indices, int from, int to, double limit);
}
