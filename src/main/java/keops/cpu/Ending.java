package keops.cpu;

import keops.reduction.SumScheme;

/** What becomes of a value at the end of a kernel's loop body. */
sealed interface Ending {
    /** The value. */
    int value();

    /** It is summed; KAHAN keeps the rounding errors in a second result, DIRECT goes on from the result's last value. */
    record Sum(int value, SumScheme scheme) implements Ending {}

    /** The smallest or largest is kept, and in a second result its column in the tile, where that is wanted. */
    record Extremum(int value, boolean largest, boolean withColumn) implements Ending {}

    /** It is handed on to later kernels or to the caller. */
    record Keep(int value) implements Ending {}

    /** Places where it is not at or above a row value are reported, with a number that tells components apart. */
    record Candidates(int value, int threshold, int component) implements Ending {}

    /** The number of results, each a vector that stays in a register. */
    default int results() {
        return switch (this) {
            case Sum s -> s.scheme == SumScheme.KAHAN ? 2 : 1;
            case Extremum e -> e.withColumn ? 2 : 1;
            case Keep _, Candidates _ -> 0;
        };
    }

    /** Whether columns must be taken from the last to the first, so that of ties the lowest is kept. */
    default boolean isDescending() {
        return this instanceof Extremum e && e.withColumn;
    }
}
