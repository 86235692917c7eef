package keops.plan;

import java.util.List;
import keops.program.Extent;
import keops.tensor.DType;

/**
 * One output of a reduction.
 *
 * @param isIndex whether it holds indices, as int64, or values of the compute type
 * @param extent of what it has values
 * @param rowShape the shape of one value
 */
public record Output(boolean isIndex, Extent extent, List<Integer> rowShape) {
    /** Whether it is a sum over all pairs. */
    public boolean isTotal() {
        return extent == Extent.PAIRS;
    }

    /** The shape of the whole output. */
    public long[] shape(long rows, long columns) {
        return switch (extent) {
            case ROWS -> after(rows);
            case COLUMNS -> after(columns);
            case PAIRS -> ofRow(0);
        };
    }

    private long[] after(long first) {
        long[] shape = ofRow(1);
        shape[0] = first;
        return shape;
    }

    /** The shape of a row, after some axes; without streams, since small calls are made by the million. */
    private long[] ofRow(int before) {
        long[] shape = new long[before + rowShape.size()];
        for (int axis = 0; axis < rowShape.size(); axis++) {
            shape[before + axis] = rowShape.get(axis);
        }
        return shape;
    }

    /** The element type, for a compute type. */
    public DType dtype(DType compute) {
        return isIndex ? DType.INT64 : compute;
    }
}
