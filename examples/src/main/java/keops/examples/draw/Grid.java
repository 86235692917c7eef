package keops.examples.draw;

import keops.tensor.Tensor;

/**
 * A rectangle of the plane, cut into equal cells: where a heat map is computed. The first cell is the lower left one;
 * the row above follows.
 *
 * @param left the smallest x
 * @param right the largest x
 * @param bottom the smallest y
 * @param top the largest y
 * @param columns the number of cells beside each other
 * @param rows the number of cells above each other
 */
public record Grid(double left, double right, double bottom, double top, int columns, int rows) {
    /** Checks the sides and the numbers of cells. */
    public Grid {
        if (!(left < right && bottom < top) || columns < 1 || rows < 1) {
            throw new IllegalArgumentException("left < right, bottom < top and at least one cell are expected, but "
                    + left + ", " + right + ", " + bottom + ", " + top + " and " + columns + " x " + rows + " came");
        }
    }

    /** A square of {@code cells} x {@code cells} cells whose sides both go from {@code low} to {@code high}. */
    public static Grid square(double low, double high, int cells) {
        return new Grid(low, high, low, high, cells, cells);
    }

    /** The number of cells. */
    public int count() {
        return Math.multiplyExact(columns, rows);
    }

    /** The middles of all cells, float32 (count, 2). */
    public Tensor points() {
        float[] points = new float[Math.multiplyExact(2, count())];
        for (int row = 0, k = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                points[k++] = (float) (left + (column + 0.5) * (right - left) / columns);
                points[k++] = (float) (bottom + (row + 0.5) * (top - bottom) / rows);
            }
        }
        return Tensor.of(points, count(), 2);
    }
}
