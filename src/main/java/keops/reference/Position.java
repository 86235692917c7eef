package keops.reference;

import java.util.List;
import keops.program.Evaluator;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.Tensor;

/** The current row and column, and the arguments from which they select. */
final class Position implements Evaluator.Inputs {
    private final List<Tensor> arguments;
    /** The current row. */
    long row;
    /** The current column. */
    long column;

    Position(List<Tensor> arguments) {
        this.arguments = arguments;
    }

    @Override
    public double load(Scalar.Load load) {
        Tensor argument = arguments.get(load.argument());
        return switch (load.stage()) {
            case ROW -> argument.doubleAt(row * argument.size(1) + load.component());
            case COLUMN -> argument.doubleAt(column * argument.size(1) + load.component());
            case CONSTANT, PARAMETER, PAIR -> argument.doubleAt(load.component());
        };
    }

    @Override
    public double index(Stage stage) {
        return stage == Stage.ROW ? row : column;
    }
}
