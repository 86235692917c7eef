package keops.plan;

import java.util.List;
import keops.tensor.DType;

/**
 * One output of a reduction.
 *
 * @param isIndex whether it holds indices, as int64, or values of the compute type
 * @param isTotal whether it is the sum of all rows
 * @param rowShape the shape of one row
 */
public record Output(boolean isIndex, boolean isTotal, List<Integer> rowShape) {
    /** The shape of the whole output. */
    public long[] shape(long rows) {
        if (isTotal) {
            return rowShape.stream().mapToLong(Integer::longValue).toArray();
        }
        long[] shape = new long[rowShape.size() + 1];
        shape[0] = rows;
        for (int k = 0; k < rowShape.size(); k++) {
            shape[k + 1] = rowShape.get(k);
        }
        return shape;
    }

    /** The element type, for a compute type. */
    public DType dtype(DType compute) {
        return isIndex ? DType.INT64 : compute;
    }
}
