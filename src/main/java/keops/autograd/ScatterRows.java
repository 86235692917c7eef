package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** Adds each row to the row of its index in a tensor of zeros. Its transpose is {@link Gather}. */
record ScatterRows(Tensor indices, long rows) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor given = inputs.getFirst();
        Gather.requireIndices(indices, rows);
        long[] shape = given.shape();
        long width = shape[0] == 0 ? 0 : given.count() / shape[0];
        shape[0] = rows;
        return RoundedSums.of(arena, given.dtype(), shape, sums -> {
            for (long k = 0; k < given.count(); k++) {
                long to = indices.longAt(k / width) * width + k % width;
                sums.setDoubleAt(to, sums.doubleAt(to) + given.doubleAt(k));
            }
        });
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addMoved(output.input(0), new Gather(indices)::of);
    }
}
