package keops.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import keops.tensor.Tensor;

/** Working memory in float64. The sums of tiles are added with their rounding errors kept aside (Knuth's TwoSum). */
final class DoubleScratch extends Scratch {
    private double[] rows = {};
    private double[] columns = {};
    private double[] sums = {};
    private double[] staging = {};

    @Override
    void require(int rowValues, int columnValues, int sumValues, int stagingValues) {
        rows = rows.length < rowValues ? new double[rowValues] : rows;
        columns = columns.length < columnValues ? new double[columnValues] : columns;
        sums = sums.length < sumValues ? new double[sumValues] : sums;
        staging = staging.length < stagingValues ? new double[stagingValues] : staging;
    }

    @Override
    void stage(Tensor tensor, long element, int count) {
        var layout = ValueLayout.JAVA_DOUBLE.withOrder(tensor.order());
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
        rows[at] = value;
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
            double total = totals[from + k];
            double sum = total + sums[k];
            double added = sum - total;
            errors[from + k] += (total - (sum - added)) + (sums[k] - added);
            totals[from + k] = sum;
        }
    }
}
