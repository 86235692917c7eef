package keops.reference;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.CompensatedSums;
import keops.plan.Plan;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/**
 * The plain evaluation of a plan: two loops, every value in double precision whatever the element type, on the calling
 * thread. It is what the other back ends are tested against, and what runs where they cannot.
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
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     */
    public void run(List<Tensor> arguments, List<Tensor> outputs, long rows, long columns) {
        var position = new Position(arguments);
        var evaluator = new Evaluator(plan.program());
        evaluator.compute(Stage.PARAMETER, position);
        double[] values = new double[plan.program().outputs().size()];
        CompensatedSums totals = CompensatedSums.of(plan.totals());
        for (position.row = 0; position.row < rows; position.row++) {
            evaluator.compute(Stage.I, position);
            Accumulator accumulator = Accumulator.of(plan, 1);
            for (position.column = 0; position.column < columns; position.column++) {
                evaluator.compute(Stage.J, position);
                evaluator.compute(Stage.IJ, position);
                for (int k = 0; k < values.length; k++) {
                    values[k] = evaluator.value(plan.program().outputs().get(k));
                }
                accumulator.add(0, position.column, values);
            }
            accumulator.write(0, position.row, outputs);
            if (accumulator instanceof CompensatedSums sums) {
                for (int k = 0; k < plan.totals(); k++) {
                    totals.add(k, sums.value(plan.rowDim() + k));
                }
            }
        }
        if (plan.totals() > 0) {
            totals.write(0, 0, outputs.subList(outputs.size() - 1, outputs.size()));
        }
    }
}
