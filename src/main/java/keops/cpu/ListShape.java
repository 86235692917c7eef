package keops.cpu;

/**
 * How the lists of the K smallest are laid out: before the ranks stands one that nothing enters (-infinity), and after
 * them as many as make up whole blocks.
 *
 * @param ranks the ranks that are kept, K or a few more
 * @param block the ranks that are worked on without a loop
 */
record ListShape(int ranks, int block) {
    private static final int LONGEST_BLOCK = 16;
    private static final int BLOCK_OF_LONG = 8;

    static ListShape of(int k) {
        return k <= LONGEST_BLOCK
                ? new ListShape(k, k)
                : new ListShape((k + BLOCK_OF_LONG - 1) / BLOCK_OF_LONG * BLOCK_OF_LONG, BLOCK_OF_LONG);
    }

    /** The places of a list. */
    int places() {
        return ranks + 1;
    }
}
