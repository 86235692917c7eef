package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** Gathers rows by index. Its transpose is {@link ScatterRows}. */
record Gather(Tensor indices) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor rows = inputs.getFirst();
        requireIndices(indices, rows.rank() == 0 ? 0 : rows.size(0));
        long[] shape = rows.shape();
        shape[0] = indices.count();
        Tensor taken = Tensor.allocate(arena, rows.dtype(), shape);
        for (long k = 0; k < indices.count(); k++) {
            long row = indices.longAt(k);
            taken.rows(k, k + 1).copyFrom(rows.rows(row, row + 1));
        }
        return taken;
    }

    static void requireIndices(Tensor indices, long rows) {
        for (long k = 0; k < indices.count(); k++) {
            if (indices.longAt(k) < 0 || indices.longAt(k) >= rows) {
                throw new FormulaException("index " + k + " is " + indices.longAt(k) + ", but there are " + rows
                        + " rows");
            }
        }
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable rows = output.input(0);
        pass.addPart(rows, new ScatterRows(indices, rows.value().size(0))::of);
    }
}
