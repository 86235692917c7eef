package keops.cpu.run;

import java.util.List;
import keops.cpu.memory.Scratch;
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
    public void write(int row, long outputRow, List<Tensor> outputs, RowFactors factors) {
        for (int k = 0; k < rowDim; k++) {
            outputs.getFirst().setDoubleAt(outputRow * rowDim + k, factors.factor(k) * sum(row, k));
        }
    }

    /** Adds the components of a row that are summed over all rows. */
    void addTo(CompensatedSums all, int row, RowFactors factors) {
        for (int k = rowDim; k < dim; k++) {
            all.add(k - rowDim, factors.factor(byColumn + k) * sum(row, k));
        }
    }

    private double sum(int row, int component) {
        int at = (row / blockRows * dim + component) * blockRows + row % blockRows;
        return Double.isFinite(errors[at]) ? totals[at] + errors[at] : totals[at];
    }
}
