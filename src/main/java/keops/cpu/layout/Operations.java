package keops.cpu.layout;

/**
 * Vector operations, by the pipes that they need.
 *
 * @param products products and fused sums of products, on two pipes
 * @param others sums, comparisons and the like, on two others
 */
record Operations(double products, double others) {
    static final Operations NONE = new Operations(0, 0);
    static final Operations OTHER = new Operations(0, 1);

    private static final double CYCLES = 0.5;

    Operations plus(Operations more) {
        return new Operations(products + more.products, others + more.others);
    }

    Operations times(double factor) {
        return new Operations(factor * products, factor * others);
    }

    /** What they take at least, for a vector of pairs. */
    double cycles() {
        return CYCLES * Math.max(products, others);
    }
}
