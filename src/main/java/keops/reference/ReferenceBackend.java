package keops.reference;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.CompensatedSums;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.plan.Span;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Extent;
import keops.program.Stage;
import keops.tensor.Tensor;

/**
 * Evaluates a plan by two nested loops on the calling thread, in double precision whatever the element type. The other
 * back ends are tested against it, and it runs where they cannot. Threads may share an instance.
 */
public final class ReferenceBackend {
    private final Plan plan;

    /** Prepares a plan. */
    public ReferenceBackend(Plan plan) {
        this.plan = plan;
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, already checked
     * @param outputs the results
     * @param blocks all rows of the outputs, with the columns over which they are reduced
     * @param watch the watch of the call
     */
    public void run(List<Tensor> arguments, List<Tensor> outputs, List<RowBlock> blocks, Watch watch) {
        var position = new Position(arguments);
        var evaluator = new Evaluator(plan.program());
        evaluator.compute(Stage.PARAMETER, position);
        CompensatedSums totals = CompensatedSums.of(plan.dim(Extent.PAIRS));
        for (RowBlock block : blocks) {
            for (position.row = block.from(); position.row < block.to(); position.row++) {
                watch.check();
                evaluator.compute(Stage.ROW, position);
                Accumulator accumulator = Accumulator.of(plan, 1);
                block.columns().forEach(columns -> reduce(accumulator, evaluator, position, columns, watch));
                accumulator.write(0, position.row, outputs);
                watch.count(1, 0);
                if (accumulator instanceof CompensatedSums sums) {
                    for (int k = 0; k < plan.dim(Extent.PAIRS); k++) {
                        totals.add(k, sums.value(plan.dim(Extent.ROWS) + k));
                    }
                }
            }
        }
        if (plan.dim(Extent.PAIRS) > 0) {
            totals.write(0, 0, outputs.subList(outputs.size() - 1, outputs.size()));
        }
    }

    private void reduce(Accumulator accumulator, Evaluator evaluator, Position position, Span columns,
            Watch watch) {
        double[] values = new double[plan.program().outputs().size()];
        for (position.column = columns.from(); position.column < columns.to(); position.column++) {
            evaluator.compute(Stage.COLUMN, position);
            evaluator.compute(Stage.PAIR, position);
            for (int k = 0; k < values.length; k++) {
                values[k] = evaluator.value(plan.program().outputs().get(k));
            }
            accumulator.add(0, position.column, values);
            watch.check();
        }
        watch.count(0, columns.to() - columns.from());
    }
}
