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

/** All values of a formula, one vector for every pair, computed plainly in double precision. */
public final class DenseView {
    private DenseView() {}

    /**
     * Writes the values down.
     *
     * @param formula the formula
     * @param arguments its arguments, in the order of their positions
     * @param output room for them: row by row i, in each row j by j
     * @param rows the number of rows i
     * @param columns the number of rows j
     * @param watch looks after the call
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
