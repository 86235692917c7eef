package keops.formula;

import static keops.formula.Comparison.LESS;

/**
 * Soft dynamic time warping in scalar arithmetic: M. Cuturi and M. Blondel, "Soft-DTW: a differentiable loss function
 * for time-series", ICML 2017. The cost of aligning the first i with the first j values is that of their last pair plus
 * the soft minimum of the three costs before it; along the borders there is only one predecessor. Tables are flattened
 * row by row.
 */
final class SoftTimeWarping {
    private SoftTimeWarping() {}

    /** The costs of aligning all beginnings of two series, from the costs of pairing their values. */
    static int[] table(Scalars s, int[] costs, int gamma, int columns) {
        int[] table = new int[costs.length];
        for (int cell = 0; cell < costs.length; cell++) {
            boolean isFirstRow = cell < columns;
            boolean isFirstColumn = cell % columns == 0;
            if (cell == 0) {
                table[cell] = costs[cell];
            } else if (isFirstRow || isFirstColumn) {
                table[cell] = s.add(costs[cell], table[isFirstRow ? cell - 1 : cell - columns]);
            } else {
                table[cell] = s.add(costs[cell],
                        softMinimum(s, table[cell - columns - 1], table[cell - 1], table[cell - columns], gamma));
            }
        }
        return table;
    }

    /** Weighted sums over the cells before: the weights are three tables, one after the other. */
    static int[] sums(Scalars s, int[] weights, int[] costs, int columns) {
        int[] sums = new int[costs.length];
        for (int cell = 0; cell < sums.length; cell++) {
            sums[cell] = costs[cell];
            for (int direction = 0; direction < 3; direction++) {
                if (hasBefore(cell, columns, direction)) {
                    int before = sums[cell - distance(columns, direction)];
                    sums[cell] = s.add(sums[cell], s.multiply(weights[direction * sums.length + cell], before));
                }
            }
        }
        return sums;
    }

    /** The transpose: each cell contributes to the cells before it. */
    static int[] transposedSums(Scalars s, int[] weights, int[] costs, int columns) {
        int[] sums = costs.clone();
        for (int cell = sums.length - 1; cell >= 0; cell--) {
            for (int direction = 0; direction < 3; direction++) {
                if (hasBefore(cell, columns, direction)) {
                    int before = cell - distance(columns, direction);
                    sums[before] = s.add(
                            sums[before], s.multiply(weights[direction * sums.length + cell], sums[cell]));
                }
            }
        }
        return sums;
    }

    private static boolean hasBefore(int cell, int columns, int direction) {
        return (direction == 1 || cell >= columns) && (direction == 2 || cell % columns > 0);
    }

    /** The offset of a predecessor: diagonally, along the row, or along the column. */
    private static int distance(int columns, int direction) {
        return switch (direction) {
            case 0 -> columns + 1;
            case 1 -> 1;
            default -> columns;
        };
    }

    /** -gamma ln(e^(-a/gamma) + e^(-b/gamma) + e^(-c/gamma)), with the smallest taken out: its exponential is 1. */
    private static int softMinimum(Scalars s, int a, int b, int c, int gamma) {
        int low = s.select(LESS, a, b, a, b);
        int high = s.select(LESS, a, b, b, a);
        int least = s.select(LESS, low, c, low, c);
        int middle = s.select(LESS, low, c, c, low);
        int others = s.add(
                s.exp(s.divide(s.subtract(least, middle), gamma)), s.exp(s.divide(s.subtract(least, high), gamma)));
        return s.subtract(least, s.multiply(gamma, s.log1p(others)));
    }
}
