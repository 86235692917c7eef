package keops.cpu.layout;

import keops.reduction.SumScheme;

/** What becomes of a value at the end of a kernel's loop body. */
public sealed interface Ending {
    /** The value. */
    int value();

    /** It is summed; KAHAN keeps the rounding errors in a second result, DIRECT goes on from the result's last value. */
    record Sum(int value, SumScheme scheme) implements Ending {}

    /** It is summed over rows: each lane of each column has a sum of its own, in a slot of these. */
    record ColumnSum(int value, int slot) implements Ending {}

    /** The smallest or largest is kept, and in a second result its column in the tile, where that is wanted. */
    record Extremum(int value, boolean largest, boolean withColumn) implements Ending {}

    /**
     * Places where it is not at or above a threshold are reported, with the values there, for lists of which the first
     * place is given.
     */
    record Candidates(int value, int threshold, int firstPlace) implements Ending {}

    /** The number of results, each a vector that stays in a register. */
    default int results() {
        return switch (this) {
            case Sum s -> s.scheme == SumScheme.KAHAN ? 2 : 1;
            case Extremum e -> e.withColumn ? 2 : 1;
            case ColumnSum _, Candidates _ -> 0;
        };
    }

    /** What its results start from in a tile; nothing where they are carried on from tile to tile. */
    default double[] start() {
        return switch (this) {
            case Sum s -> switch (s.scheme) {
                case AUTO, BLOCK -> new double[] {0};
                case KAHAN -> new double[] {0, 0};
                case DIRECT -> new double[0];
            };
            case Extremum e -> {
                double least = e.largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                yield e.withColumn ? new double[] {least, -1} : new double[] {least};
            }
            case ColumnSum _, Candidates _ -> new double[0];
        };
    }

    /** Whether columns must be taken from the last to the first, so that of ties the lowest is kept. */
    default boolean isDescending() {
        return this instanceof Extremum e && e.withColumn;
    }
}
