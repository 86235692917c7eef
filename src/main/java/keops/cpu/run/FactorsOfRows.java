package keops.cpu.run;

import keops.cpu.reduction.SumFactors;
import keops.program.Evaluator;
import keops.program.Stage;

/** The factors of sums, of which those that change from row to row are computed for one row after the other. */
final class FactorsOfRows implements TileReducer.RowFactors {
    private final SumFactors factors;
    private final Evaluator evaluator;
    private final ArgumentPosition position;
    private final long firstRow;
    private final boolean areOfRows;
    private final boolean isEmpty;

    /**
     * The factors of a call.
     *
     * @param evaluator computes them, for one thread
     * @param position what it computes them from
     * @param firstRow the row of the outputs that is the first of the arguments
     * @param isEmpty whether there are no columns
     */
    FactorsOfRows(SumFactors factors, Evaluator evaluator, ArgumentPosition position, long firstRow,
            boolean isEmpty) {
        this.factors = factors;
        this.evaluator = evaluator;
        this.position = position;
        this.firstRow = firstRow;
        position.index = -1;
        this.areOfRows = factors.areOfRows();
        this.isEmpty = isEmpty;
    }

    @Override
    public double factor(long outputRow, int component) {
        if (isEmpty) {
            // The empty sum is 0 whatever the factor, infinities and NaN included.
            return 1;
        }
        if (areOfRows && position.index != outputRow - firstRow) {
            position.index = outputRow - firstRow;
            evaluator.compute(Stage.ROW, position);
        }
        return evaluator.value(factors.value(component));
    }
}
