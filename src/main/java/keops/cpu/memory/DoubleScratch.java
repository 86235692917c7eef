package keops.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import keops.cpu.layout.Inputs;
import keops.tensor.Tensor;

/** Working memory in float64. Results are added with their rounding errors kept aside (Knuth's TwoSum). */
final class DoubleScratch extends Scratch {
    private double[] rows = {};
    private double[] columns = {};
    private double[] pairs = {};
    private double[] results = {};
    private double[] columnSums = {};
    private double[] staging = {};
    private final WholeNumbers whole = new WholeNumbers();

    @Override
    public void require(int rowValues, int columnValues, int pairValues, int resultValues, int stagingValues) {
        rows = rows.length < rowValues ? new double[rowValues] : rows;
        columns = columns.length < columnValues ? new double[columnValues] : columns;
        pairs = pairs.length < pairValues ? new double[pairValues] : pairs;
        results = results.length < resultValues ? new double[resultValues] : results;
        staging = staging.length < stagingValues ? new double[stagingValues] : staging;
    }

    @Override
    public void requireColumnSums(int count) {
        if (columnSums.length < count) {
            columnSums = new double[count];
        } else {
            Arrays.fill(columnSums, 0, count, 0);
        }
    }

    @Override
    public void stage(Tensor tensor, long element, int count) {
        switch (tensor.dtype()) {
            case FLOAT64 -> {
                var layout = ValueLayout.JAVA_DOUBLE.withOrder(tensor.order());
                MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), staging, 0, count);
            }
            case INT32 -> whole.ints(tensor, element, count, staging);
            case INT64 -> whole.longs(tensor, element, count, staging);
            case FLOAT16, BFLOAT16, FLOAT32 -> throw new IllegalArgumentException(tensor.description()
                    + " is not computed in float64");
        }
    }

    @Override
    public void scatterColumns(int count, int dim, Inputs.Run run, int stride) {
        if (run.length() >= LONG_RUN) {
            for (int j = 0, from = run.component(), to = run.slot(); j < count; j++, from += dim, to += stride) {
                System.arraycopy(staging, from, columns, to, run.length());
            }
        } else {
            for (int k = 0; k < run.length(); k++) {
                scatterColumns(count, dim, run.component() + k, stride, run.slot() + k);
            }
        }
    }

    /** A loop of its own, so that the JIT makes short work of it. */
    private void scatterColumns(int count, int dim, int component, int stride, int slot) {
        for (int j = 0, from = component, to = slot; j < count; j++, from += dim, to += stride) {
            columns[to] = staging[from];
        }
    }

    @Override
    public void interleaveColumns(int count, int dim, Inputs.Run run, int stride, int lanes) {
        int whole = count / lanes;
        int rest = count % lanes;
        for (int k = 0; k < run.length(); k++) {
            int to = (run.slot() + k) * lanes;
            interleave(run.component() + k, dim, to, stride, whole, lanes);
            if (rest > 0) {
                int last = to + whole * stride;
                interleave(whole * lanes * dim + run.component() + k, dim, last, stride, 1, rest);
                Arrays.fill(columns, last + rest, last + lanes, columns[last + rest - 1]);
            }
        }
    }

    /** One component of some groups of columns. */
    private void interleave(int from, int dim, int to, int stride, int groups, int lanes) {
        for (int group = 0, at = from, first = to; group < groups; group++, first += stride) {
            for (int lane = 0; lane < lanes; lane++, at += dim) {
                columns[first + lane] = staging[at];
            }
        }
    }

    @Override
    public void scatterRows(int count, int lanes, int dim, int component, int at) {
        for (int i = 0, from = component; i < count; i++, from += dim) {
            rows[at + i] = staging[from];
        }
        for (int i = count; i < lanes; i++) {
            rows[at + i] = rows[at + count - 1];
        }
    }

    @Override
    public void spreadRows(int count, int own, int lanes, int dim, int component, int at) {
        for (int i = 0; i < own; i++) {
            Arrays.fill(rows, at + i * lanes, at + (i + 1) * lanes, staging[Math.min(i, count - 1) * dim + component]);
        }
    }

    @Override
    public void setRow(int at, double value) {
        rows[at] = value;
    }

    @Override
    public void copyRows(Object source, int from, int at, int count) {
        System.arraycopy(source, from, rows, at, count);
    }

    @Override
    public Object rows() {
        return rows;
    }

    @Override
    public Object columns() {
        return columns;
    }

    @Override
    public Object pairs() {
        return pairs;
    }

    @Override
    public Object results() {
        return results;
    }

    @Override
    public Object columnSums() {
        return columnSums;
    }

    @Override
    public void takeColumnSums(double[] target, int slots, int columns, int tileColumns, int lanes) {
        for (int slot = 0; slot < slots; slot++) {
            int from = slot * tileColumns * lanes;
            for (int j = 0, at = from, to = slot; j < columns; j++, at += lanes, to += slots) {
                target[to] = sumOfLanes(at, lanes);
            }
            Arrays.fill(columnSums, from, from + columns * lanes, 0);
        }
    }

    /** Four sums side by side, which do not wait for each other. */
    private double sumOfLanes(int at, int lanes) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int lane = at;
        for (; lane + 3 < at + lanes; lane += 4) {
            a += columnSums[lane];
            b += columnSums[lane + 1];
            c += columnSums[lane + 2];
            d += columnSums[lane + 3];
        }
        for (; lane < at + lanes; lane++) {
            a += columnSums[lane];
        }
        return (a + b) + (c + d);
    }

    @Override
    public void getResults(double[] target, int to, int first, int count) {
        for (int k = 0; k < count; k++) {
            target[to + k] = results[first + k];
        }
    }

    @Override
    public void fillResults(int first, int count, double value) {
        Arrays.fill(results, first, first + count, value);
    }

    @Override
    public void setResults(double[] source, int from, int count) {
        for (int k = 0; k < count; k++) {
            results[k] = source[from + k];
        }
    }

    @Override
    public void addResults(double[] totals, double[] errors, int from, int first, int length, int slots, int count) {
        for (int slot = 0, total = from; slot < count; slot++) {
            int result = first + slot * slots * length;
            for (int k = 0; k < length; k++, total++) {
                double before = totals[total];
                double sum = before + results[result + k];
                double added = sum - before;
                errors[total] += (before - (sum - added)) + (results[result + k] - added);
                totals[total] = sum;
            }
        }
    }

    @Override
    public void addErrors(double[] errors, int from, int first, int length, int slots, int count) {
        for (int slot = 0, error = from; slot < count; slot++) {
            int result = first + slot * slots * length;
            for (int k = 0; k < length; k++, error++) {
                errors[error] += results[result + k];
            }
        }
    }
}
