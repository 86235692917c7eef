package keops.cpu.run;

import java.util.List;
import keops.plan.BatchElements;
import keops.program.Evaluator;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.Tensor;

/** A row or a column, of a problem, and the arguments that it selects from. */
final class ArgumentPosition implements Evaluator.Inputs {
    private final List<Tensor> arguments;
    /** Where the rows of the problem begin in each argument; null where there is one problem. */
    private long[] first;
    /** The row, or the column. */
    long index;

    ArgumentPosition(List<Tensor> arguments) {
        this.arguments = arguments;
    }

    /** Goes to a problem of a batch, of whose arguments these are all parts. Parameters are the same for all. */
    void moveTo(BatchElements elements, long element) {
        if (first == null) {
            first = new long[arguments.size()];
        }
        for (int k = 0; k < first.length; k++) {
            first[k] = elements.part(k, element) * elements.rows(k);
        }
    }

    @Override
    public double load(Scalar.Load load) {
        Tensor argument = arguments.get(load.argument());
        return argument.doubleAt(load.stage() == Stage.PARAMETER
                ? load.component()
                : (first(load) + index) * argument.size(1) + load.component());
    }

    private long first(Scalar.Load load) {
        return first == null ? 0 : first[load.argument()];
    }

    @Override
    public double index(Stage stage) {
        return index;
    }
}
