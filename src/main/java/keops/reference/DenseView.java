package keops.reference;

import java.util.List;
import keops.formula.Category;
import keops.formula.Formula;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Lower;
import keops.program.Program;
import keops.program.Stage;
import keops.tensor.Tensor;

/** Computes all values of a formula, one vector for each pair, in double precision. */
public final class DenseView {
    private DenseView() {}

    /**
     * Computes the values.
     *
     * @param formula the formula
     * @param arguments its arguments, in the order of their positions
     * @param output receives the values, row i after row i, and within a row column j after column j
     * @param rows the number of rows i
     * @param columns the number of rows j
     * @param watch the watch of the call
     */
    public static void compute(Formula formula, List<Tensor> arguments, Tensor output, long rows, long columns,
            Watch watch) {
        Program program = Lower.apply(List.of(formula), Category.I);
        var position = new Position(arguments);
        var evaluator = new Evaluator(program);
        evaluator.compute(Stage.PARAMETER, position);
        long next = 0;
        for (position.row = 0; position.row < rows; position.row++) {
            evaluator.compute(Stage.ROW, position);
            for (position.column = 0; position.column < columns; position.column++) {
                watch.check();
                evaluator.compute(Stage.COLUMN, position);
                evaluator.compute(Stage.PAIR, position);
                for (int value : program.outputs()) {
                    output.setDoubleAt(next++, evaluator.value(value));
                }
            }
            watch.count(1, columns);
        }
    }
}
