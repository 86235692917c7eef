package keops.transport;

import keops.error.FormulaException;

/**
 * The least box with axes' directions that holds two clouds. Points are moved by its middle and divided by its
 * diagonal, so that rounding errors and ranges of numbers do not depend on where they are and in which unit.
 *
 * @param middle its middle
 * @param diagonal the length of its diagonal; 1 where all points coincide
 * @param isPoint whether all points coincide
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never seen outside this package.
record Box(double[] middle, double diagonal, boolean isPoint) {
    static Box of(PointCloud first, PointCloud second) {
        double[] all = Numbers.joined(first.coordinates(), second.coordinates());
        int d = first.dimension();
        double[] middle = new double[d];
        double diagonal = 0;
        for (int axis = 0; axis < d; axis++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = axis; k < all.length; k += d) {
                least = Math.min(least, all[k]);
                most = Math.max(most, all[k]);
            }
            middle[axis] = least / 2 + most / 2;
            diagonal = Math.hypot(diagonal, most - least);
        }
        if (Double.isInfinite(diagonal)) {
            throw new FormulaException("the points are too far from each other: their distances are no finite numbers");
        }
        return new Box(middle, diagonal == 0 ? 1 : diagonal, diagonal == 0);
    }

    /** Coordinates in units of this box. */
    double[] inside(double[] coordinates) {
        double[] inside = new double[coordinates.length];
        for (int k = 0; k < inside.length; k++) {
            inside[k] = (coordinates[k] - middle[k % middle.length]) / diagonal;
        }
        return inside;
    }
}
