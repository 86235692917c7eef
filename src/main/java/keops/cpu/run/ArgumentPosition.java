package keops.cpu.run;

import java.util.List;
import keops.program.Evaluator;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.Tensor;

/** A row or a column, and the arguments that it selects from. */
final class ArgumentPosition implements Evaluator.Inputs {
    private final List<Tensor> arguments;
    /** The row, or the column. */
    long index;

    ArgumentPosition(List<Tensor> arguments) {
        this.arguments = arguments;
    }

    @Override
    public double load(Scalar.Load load) {
        Tensor argument = arguments.get(load.argument());
        return argument.doubleAt(load.stage() == Stage.PARAMETER
                ? load.component()
                : index * argument.size(1) + load.component());
    }

    @Override
    public double index(Stage stage) {
        return index;
    }
}
