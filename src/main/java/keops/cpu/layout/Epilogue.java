package keops.cpu.layout;

import keops.reduction.SumScheme;

/** What becomes of a value at the end of a turn of a kernel's loop: the accumulator that it goes to. */
public sealed interface Epilogue {
    /** The value. */
    int value();

    /**
     * A sum over columns. KAHAN keeps the rounding errors in a second accumulator, DIRECT carries the first on from
     * tile to tile.
     */
    record Sum(int value, SumScheme scheme) implements Epilogue {}

    /** A sum over rows, in memory: each lane of each column has an accumulator of its own, in a slot of these. */
    record ColumnSum(int value, int slot) implements Epilogue {}

    /** The smallest or largest value and, in a second accumulator, its column in the tile, where that is wanted. */
    record Extremum(int value, boolean largest, boolean withColumn) implements Epilogue {}

    /**
     * Places where it is not at or above a threshold are reported, with the values there, for lists of which the first
     * place is given.
     */
    record Candidates(int value, int threshold, int firstPlace) implements Epilogue {}

    /** The number of accumulators, each a vector for each vector of rows, that stay in registers. */
    default int accumulators() {
        return switch (this) {
            case Sum s -> s.scheme == SumScheme.KAHAN ? 2 : 1;
            case Extremum e -> e.withColumn ? 2 : 1;
            case ColumnSum _, Candidates _ -> 0;
        };
    }

    /**
     * The neutral elements that its accumulators start from in a tile; none where they are carried on from tile to
     * tile.
     */
    default double[] neutral() {
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

    /** Whether columns must be taken from the last to the first, so that of ties the lowest wins. */
    default boolean isDescending() {
        return this instanceof Extremum e && e.withColumn;
    }
}
