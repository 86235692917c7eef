package keops.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import keops.tensor.Tensor;

/** Working memory in float32. The sums of tiles are added in double precision, which loses nothing. */
final class FloatScratch extends Scratch {
    private float[] rows = {};
    private float[] columns = {};
    private float[] sums = {};
    private float[] staging = {};

    @Override
    void require(int rowValues, int columnValues, int sumValues, int stagingValues) {
        rows = rows.length < rowValues ? new float[rowValues] : rows;
        columns = columns.length < columnValues ? new float[columnValues] : columns;
        sums = sums.length < sumValues ? new float[sumValues] : sums;
        staging = staging.length < stagingValues ? new float[stagingValues] : staging;
    }

    @Override
    void stage(Tensor tensor, long element, int count) {
        var layout = ValueLayout.JAVA_FLOAT.withOrder(tensor.order());
        MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), staging, 0, count);
    }

    @Override
    void scatterColumns(int count, int dim, int component, int stride, int slot) {
        for (int j = 0, from = component, to = slot; j < count; j++, from += dim, to += stride) {
            columns[to] = staging[from];
        }
    }

    @Override
    void scatterRows(int count, int lanes, int dim, int component, int at) {
        for (int i = 0, from = component; i < count; i++, from += dim) {
            rows[at + i] = staging[from];
        }
        for (int i = count; i < lanes; i++) {
            rows[at + i] = rows[at + count - 1];
        }
    }

    @Override
    void setRow(int at, double value) {
        rows[at] = (float) value;
    }

    @Override
    Object rows() {
        return rows;
    }

    @Override
    Object columns() {
        return columns;
    }

    @Override
    Object sums() {
        return sums;
    }

    @Override
    void addTo(double[] totals, double[] errors, int from, int count) {
        for (int k = 0; k < count; k++) {
            totals[from + k] += sums[k];
        }
    }
}
