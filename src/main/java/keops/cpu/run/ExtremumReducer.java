package keops.cpu.run;

import java.util.List;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Accumulator;
import keops.plan.Extrema;
import keops.tensor.Tensor;

/** Extrema: kernels find the extremum of a tile and its lowest column, which are candidates among tiles. */
final class ExtremumReducer implements TileReducer {
    private final Scratch scratch;
    private final int blockRows;
    private final int columnsOfVector;
    private final int dim;
    private final boolean withColumn;
    private Extrema extrema;
    private final double[] results;

    ExtremumReducer(KernelPlan kernels, Scratch scratch, int blocks, int columnsOfVector) {
        this.scratch = scratch;
        this.blockRows = kernels.shape().blockRows();
        this.columnsOfVector = columnsOfVector;
        this.dim = kernels.plan().dim();
        this.withColumn = kernels.epilogues(0).getFirst().accumulators() == 2;
        this.extrema = (Extrema) Accumulator.of(kernels.plan(), blocks * blockRows);
        this.results = new double[kernels.accumulators() * blockRows];
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        tile.run(0);
        scratch.getResults(results, 0, 0, results.length);
        for (int k = 0; k < dim; k++) {
            int values = k * (withColumn ? 2 : 1) * blockRows;
            for (int row = 0; row < blockRows; row++) {
                double column = withColumn ? results[values + blockRows + row] : 0;
                if (column >= 0) {
                    extrema.offer((block * blockRows + row) * dim + k, results[values + row],
                            firstOfTile + ((long) column) * columnsOfVector + row % columnsOfVector);
                }
            }
        }
    }

    @Override
    public void merge(TileReducer other) {
        extrema.merge(((ExtremumReducer) other).extrema);
    }

    @Override
    public void join(int lanes, int count) {
        extrema = extrema.joined(lanes, count);
    }

    @Override
    public void write(WrittenRows rows, List<Tensor> outputs, RowFactors factors) {
        for (int k = 0; k < rows.count(); k++) {
            extrema.write(rows.row(k), rows.outputRow() + k, outputs);
        }
    }
}
