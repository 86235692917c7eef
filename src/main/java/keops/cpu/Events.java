package keops.cpu;

/**
 * Places where a value may be among the smallest, as kernels report them: two numbers each, the place (column, vector of
 * rows, component) and the mask of lanes.
 */
final class Events {
    private static final int VECTOR_SHIFT = 32;
    private static final int COMPONENT_SHIFT = 40;

    private Events() {}

    /** The part of a place that is known when the kernel is made; the column is added to it. */
    static long place(int component, int vector) {
        return (long) component << COMPONENT_SHIFT | (long) vector << VECTOR_SHIFT;
    }

    static int column(long place) {
        return (int) place;
    }

    static int vector(long place) {
        return (int) (place >>> VECTOR_SHIFT) & 0xff;
    }

    static int component(long place) {
        return (int) (place >>> COMPONENT_SHIFT);
    }
}
