package keops.plan;

import java.util.List;
import java.util.stream.LongStream;
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
        LongStream ofValue = rowShape.stream().mapToLong(Integer::longValue);
        return switch (extent) {
            case ROWS -> LongStream.concat(LongStream.of(rows), ofValue).toArray();
            case COLUMNS -> LongStream.concat(LongStream.of(columns), ofValue).toArray();
            case PAIRS -> ofValue.toArray();
        };
    }

    /** The element type, for a compute type. */
    public DType dtype(DType compute) {
        return isIndex ? DType.INT64 : compute;
    }
}
