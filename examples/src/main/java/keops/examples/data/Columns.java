package keops.examples.data;

import keops.tensor.Tensor;

/** Columns of a table. */
public final class Columns {
    private Columns() {}

    /** Copies the columns from one on and before another: float32 (N, to - from). */
    public static Tensor of(Tensor rows, int from, int to) {
        int width = to - from;
        float[] values = new float[Math.toIntExact(rows.size(0) * width)];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) rows.getDouble(k / width, from + k % width);
        }
        return Tensor.of(values, rows.size(0), width);
    }

    /** Copies one column: float32 (N). */
    public static Tensor of(Tensor rows, int column) {
        return of(rows, column, column + 1).reshape(rows.size(0));
    }
}
