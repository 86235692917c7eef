package keops.cpu.run;

import java.util.List;
import keops.cpu.memory.Scratch;
import keops.cpu.memory.Writing;
import keops.cpu.reduction.KernelPlan;
import keops.plan.CompensatedSums;
import keops.plan.TwoSum;
import keops.program.Extent;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/**
 * Sums over columns: those of tiles are added in double precision, with their rounding errors kept aside. Sums over
 * rows are no business of a row's: {@link ColumnSums}.
 */
final class SumReducer implements TileReducer {
    private final Scratch scratch;
    private int blockRows;
    private final int dim;
    private final int rowDim;
    private final int byColumn;
    private final SumScheme scheme;
    private double[] totals;
    private double[] errors;

    SumReducer(KernelPlan kernels, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.blockRows = kernels.shape().blockRows();
        this.rowDim = kernels.plan().dim(Extent.ROWS);
        this.byColumn = kernels.plan().dim(Extent.COLUMNS);
        this.dim = kernels.plan().dim() - byColumn;
        this.scheme = kernels.plan().scheme();
        this.totals = new double[blocks * blockRows * dim];
        this.errors = new double[totals.length];
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int count = blockRows * dim;
        int from = block * count;
        switch (scheme) {
            case AUTO, BLOCK -> {
                tile.run(0);
                scratch.addResults(totals, errors, from, 0, blockRows, 1, dim);
            }
            case KAHAN -> {
                tile.run(0);
                scratch.addResults(totals, errors, from, 0, blockRows, 2, dim);
                scratch.addErrors(errors, from, blockRows, blockRows, 2, dim);
            }
            case DIRECT -> {
                scratch.setResults(totals, from, count);
                tile.run(0);
                scratch.getResults(totals, from, 0, count);
            }
        }
    }

    @Override
    public void merge(TileReducer other) {
        var sums = (SumReducer) other;
        for (int at = 0; at < totals.length; at++) {
            add(at, sums.totals[at], sums.errors[at]);
        }
    }

    @Override
    public void join(int lanes, int count) {
        double[] parts = totals;
        double[] partErrors = errors;
        totals = new double[parts.length / lanes];
        errors = new double[totals.length];
        blockRows /= lanes;
        for (int at = 0; at < totals.length; at++) {
            for (int part = at * lanes; part < at * lanes + count; part++) {
                add(at, parts[part], partErrors[part]);
            }
        }
    }

    private void add(int at, double total, double error) {
        double sum = totals[at] + total;
        errors[at] += TwoSum.error(totals[at], total, sum) + error;
        totals[at] = sum;
    }

    @Override
    public void write(WrittenRows rows, List<Tensor> outputs, RowFactors factors) {
        if (rowDim == 0) {
            return;
        }
        double[] sums = new double[rows.count() * rowDim];
        for (int i = 0, at = 0; i < rows.count(); i++) {
            int first = first(rows.row(i));
            for (int k = 0; k < rowDim; k++, at++) {
                sums[at] = factors.factor(rows.outputRow() + i, k) * sum(first + k * blockRows);
            }
        }
        Writing.put(sums, sums.length, outputs.getFirst(), rows.outputRow() * rowDim);
    }

    /** Adds the components of some rows that are summed over all rows. */
    void addTo(CompensatedSums all, WrittenRows rows, RowFactors factors) {
        for (int i = 0; i < rows.count(); i++) {
            int first = first(rows.row(i));
            for (int k = rowDim; k < dim; k++) {
                double factor = factors.factor(rows.outputRow() + i, byColumn + k);
                all.add(k - rowDim, factor * sum(first + k * blockRows));
            }
        }
    }

    /** Where the first component of a row stands. */
    private int first(int row) {
        return row / blockRows * dim * blockRows + row % blockRows;
    }

    private double sum(int at) {
        return Double.isFinite(errors[at]) ? totals[at] + errors[at] : totals[at];
    }
}
