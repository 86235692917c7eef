package keops.cpu.run;

import java.util.List;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.CpuReduction;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * What a task keeps for its rows: it runs the kernels on tiles, merges their results into the state of the reduction
 * and writes the outputs. Rows are counted from the first row of the task.
 */
sealed interface TileReducer permits SumReducer, ExtremumReducer, ExponentialReducer, SmallestReducer {
    /**
     * Makes the reducer of a task with some blocks of rows, and some columns from the given one on.
     *
     * @param columnsOfVector the columns that stand in a vector, each of them for the same row
     */
    static TileReducer of(CpuReduction reduction, Scratch scratch, int blocks, long firstColumn, long columns,
            int columnsOfVector) {
        return switch (reduction.kernels().plan().reduction().kind()) {
            case Reduction.Sum() -> new SumReducer(reduction.kernels(), scratch, blocks);
            case Reduction.Extremum _ -> new ExtremumReducer(
                    reduction.kernels(), scratch, blocks, columnsOfVector);
            case Reduction.Exponential _ -> new ExponentialReducer(reduction.kernels(), scratch, blocks);
            case Reduction.Extrema _ -> new SmallestReducer(
                    reduction.kernels(), reduction.shortlists(), scratch, blocks, firstColumn, columns,
                    columnsOfVector);
        };
    }

    /**
     * Reduces one tile for one block of rows.
     *
     * @param block the block
     * @param firstOfTile the first column of the tile
     * @param tile runs kernels on the tile
     */
    void reduce(int block, long firstOfTile, Tile tile);

    /**
     * Merges what another reducer kept of the same rows, for other columns; both are of one kind.
     */
    void merge(TileReducer other);

    /**
     * Brings together what was kept of a row for each of the columns that stand side by side in the lanes. From here on
     * rows are counted once.
     *
     * @param lanes how many stand there
     * @param count how many of these are columns, from the first
     */
    void join(int lanes, int count);

    /** Writes the results of some rows. */
    void write(WrittenRows rows, List<Tensor> outputs, RowFactors factors);

    /** Runs the kernels of a pass on the tile and block at hand. */
    interface Tile {
        /** Whether the data is moderate, so that the fast kernels run. */
        boolean isFast();

        /** Runs all kernels; after each, tells how many {@code Events} it left. */
        void run(int pass, java.util.function.IntConsumer afterKernel);

        /** Runs all kernels of a pass without events. */
        default void run(int pass) {
            run(pass, _ -> { });
        }
    }

    /** The factors, fixed in a row, that sums are multiplied with. */
    interface RowFactors {
        /** The factor of a component of a row of the outputs; rows come one after the other. */
        double factor(long outputRow, int component);
    }
}
