package keops.autograd;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** The product of two small matrices, by nested loops in double precision. */
record MatrixProduct() implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensors.requireFloating(inputs);
        Tensor a = inputs.getFirst();
        Tensor b = inputs.getLast();
        if (a.rank() != 2 || b.rank() != 2 || a.size(1) != b.size(0) || a.dtype() != b.dtype()) {
            throw new FormulaException("a matrix product needs (m, k) and (k, n) of one element type, but "
                    + a.description() + " and "
                    + b.description() + " came");
        }
        int columns = Math.toIntExact(b.size(1));
        double[] right = b.toDoubleArray();
        double[] row = new double[columns];
        Tensor product = Tensor.allocate(arena, a.dtype(), a.size(0), columns);
        for (long i = 0; i < a.size(0); i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < a.size(1); k++) {
                double factor = a.doubleAt(i * a.size(1) + k);
                for (int j = 0; j < columns; j++) {
                    row[j] += factor * right[k * columns + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                product.setDoubleAt(i * columns + j, row[j]);
            }
        }
        return product;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.add(output.input(0), () -> e.matmul(output.input(1).transpose()));
        pass.add(output.input(1), () -> output.input(0).transpose().matmul(e));
    }
}
