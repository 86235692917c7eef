package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** Exchanges the axes of a matrix. */
record Transpose() implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor matrix = inputs.getFirst();
        if (matrix.rank() != 2) {
            throw new FormulaException("only a matrix is transposed, but " + matrix.description() + " came");
        }
        long rows = matrix.size(0);
        long columns = matrix.size(1);
        Tensor result = Tensor.allocate(arena, matrix.dtype(), columns, rows);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                result.setDoubleAt(j * rows + i, matrix.doubleAt(i * columns + j));
            }
        }
        return result;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addMoved(output.input(0), TapeVariable::transpose);
    }
}
