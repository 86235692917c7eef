package keops.jmh;

/**
 * The sizes of a workload.
 *
 * @param rows M
 * @param columns N
 * @param dim D, the dimension of the points
 * @param width E, the dimension of the weights, or K for the K nearest
 */
record WorkloadShape(long rows, long columns, int dim, int width) {
    double pairs() {
        return (double) rows * columns;
    }

    /** This shape with another number of rows. */
    WorkloadShape withRows(long count) {
        return new WorkloadShape(count, columns, dim, width);
    }

    /** The declarations of points. */
    String[] points() {
        return new String[] {"X = Vi(" + dim + ")", "Y = Vj(" + dim + ")"};
    }

    /** The declarations of a parameter and points. */
    String[] parameterAndPoints() {
        return new String[] {"G = Pm(1)", points()[0], points()[1]};
    }

    /** The declarations of a parameter, points and weights. */
    String[] parameterPointsAndWeights() {
        return new String[] {"G = Pm(1)", points()[0], points()[1], "B = Vj(" + width + ")"};
    }
}
