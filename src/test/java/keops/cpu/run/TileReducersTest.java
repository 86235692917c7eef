package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.CompiledReductions;
import keops.cpu.reduction.KernelPlan;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What reducers keep of tiles, whose kernels are made up here. */
class TileReducersTest {
    private CpuReduction reduction;
    private Scratch scratch;

    private TileReducer reducer(Reduction kind, SumScheme scheme) {
        Declarations declarations = Declarations.of("x = Vi(1)", "y = Vj(1)");
        Plan plan = Plan.of(Parser.parse("x - y", declarations), Optional.empty(), declarations.arguments(), kind,
                scheme,
                Category.I);
        reduction = CompiledReductions.get(plan, DType.FLOAT64).ofRows();
        KernelPlan kernels = reduction.kernels();
        int rows = kernels.shape().blockRows();
        scratch = new Scratch(kernels.shape().kind());
        scratch.require(2 * rows * kernels.rowSlots(), 1, 1, Math.max(1, kernels.accumulators()) * rows, 1);
        return TileReducer.of(reduction, scratch, 2, 0, 1000, 1);
    }

    private int rows() {
        return reduction.kernels().shape().blockRows();
    }

    /** A tile whose passes leave numbers in all rows of each accumulator. */
    private final class MadeUpTile implements TileReducer.Tile {
        private final double[][] passes;
        private final boolean isFast;
        private int runs;

        MadeUpTile(boolean isFast, double[]... passes) {
            this.isFast = isFast;
            this.passes = passes;
        }

        @Override
        public boolean isFast() {
            return isFast;
        }

        @Override
        public void run(int pass, IntConsumer afterKernel) {
            runs++;
            for (int k = 0; k < passes[pass].length; k++) {
                scratch.fillResults(k * rows(), rows(), passes[pass][k]);
            }
        }
    }

    private static double written(TileReducer reducer, int row) {
        Tensor output = Tensor.of(new double[1], 1, 1);
        reducer.write(new WrittenRows(row, 1, 1, 0), List.of(output), (_, _) -> 1);
        return output.doubleAt(0);
    }

    @Test
    void sumsOfTilesAreAddedWithTheirErrors() {
        TileReducer sums = reducer(Reduction.SUM, SumScheme.AUTO);
        sums.reduce(1, 0, new MadeUpTile(false, new double[] {1}));
        sums.reduce(1, 1, new MadeUpTile(false, new double[] {0x1p-53}));
        sums.reduce(1, 2, new MadeUpTile(false, new double[] {0x1p-53}));
        assertEquals(1 + 0x1p-52, written(sums, rows()));
        assertEquals(0, written(sums, 0));
    }

    @Test
    void errorsThatKernelsKeptAreAddedToo() {
        TileReducer sums = reducer(Reduction.SUM, SumScheme.KAHAN);
        sums.reduce(0, 0, new MadeUpTile(false, new double[] {1, 0x1p-52}));
        assertEquals(1 + 0x1p-52, written(sums, 0));
    }

    @Test
    void aDirectSumGoesOnFromTheLastTile() {
        TileReducer sums = reducer(Reduction.SUM, SumScheme.DIRECT);
        var adding = new TileReducer.Tile() {
            @Override
            public boolean isFast() {
                return false;
            }

            @Override
            public void run(int pass, IntConsumer afterKernel) {
                double[] results = new double[rows()];
                scratch.getResults(results, 0, 0, rows());
                scratch.fillResults(0, rows(), results[0] + 3);
            }
        };
        sums.reduce(0, 0, adding);
        sums.reduce(0, 1, adding);
        assertEquals(6, written(sums, 0));
    }

    @Test
    void partsOfSumsAreMergedAndLanesJoined() {
        TileReducer sums = reducer(Reduction.SUM, SumScheme.AUTO);
        sums.reduce(0, 0, new MadeUpTile(false, new double[] {1}));
        sums.merge(sums);
        assertEquals(2, written(sums, 0));
        sums.join(rows(), rows() - 1);
        assertEquals(2 * (rows() - 1), written(sums, 0));
        assertEquals(0, written(sums, 1));
    }

    @Test
    void theFirstOfEqualExtremaWinsAmongTiles() {
        TileReducer extrema = reducer(Reduction.ARG_MIN, SumScheme.AUTO);
        extrema.reduce(0, 0, new MadeUpTile(false, new double[] {5, 7}));
        extrema.reduce(0, 100, new MadeUpTile(false, new double[] {5, 3}));
        assertEquals(7, index(extrema));
        extrema.reduce(0, 200, new MadeUpTile(false, new double[] {4, 2}));
        assertEquals(202, index(extrema));
        extrema.reduce(0, 300, new MadeUpTile(false, new double[] {Double.POSITIVE_INFINITY, -1}));
        assertEquals(202, index(extrema));
    }

    private static long index(TileReducer reducer) {
        Tensor output = Tensor.of(new long[1], 1, 1);
        reducer.write(new WrittenRows(0, 1, 1, 0), List.of(output), (_, _) -> 1);
        return output.longAt(0);
    }

    @Test
    void exponentialsAreSummedRelativeToTheLargestSoFar() {
        TileReducer sums = reducer(Reduction.LOG_SUM_EXP, SumScheme.AUTO);
        sums.reduce(0, 0, new MadeUpTile(false, new double[] {100}, new double[] {2}, new double[] {0}));
        assertEquals(-100, shift());
        sums.reduce(0, 1, new MadeUpTile(false, new double[] {50}, new double[] {1}, new double[] {0}));
        assertEquals(-100, shift());
        assertEquals(100 + Math.log(3), written(sums, 0), 1e-12);
    }

    private double shift() {
        return ((double[]) scratch.rows())[reduction.kernels().suppliedSlot(0) * rows()];
    }

    @Test
    void theQuickPassDoesForModerateTilesUntilASumGrowsTooLarge() {
        TileReducer sums = reducer(Reduction.LOG_SUM_EXP, SumScheme.AUTO);
        double[] largest = {2};
        double[] slow = {1};
        var first = new MadeUpTile(true, largest, slow, new double[] {4});
        sums.reduce(0, 0, first);
        assertEquals(2, first.runs);
        var second = new MadeUpTile(true, largest, slow, new double[] {4});
        sums.reduce(0, 1, second);
        assertEquals(1, second.runs);
        assertEquals(2 + Math.log(5), written(sums, 0), 1e-12);
        var third = new MadeUpTile(true, largest, slow, new double[] {1e31});
        sums.reduce(0, 2, third);
        assertEquals(3, third.runs);
        assertEquals(2 + Math.log(6), written(sums, 0), 1e-12);
    }
}
