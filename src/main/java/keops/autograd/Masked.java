package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/**
 * The elements that an indicator lets count, and 0 for others, whatever they are: 0 times infinity never comes to be.
 *
 * @param counts of the shape of the input, 0 for what does not count
 */
record Masked(Tensor counts) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor x = inputs.getFirst();
        Tensor y = Tensor.allocate(arena, x.dtype(), x.shape());
        for (long k = 0; k < x.count(); k++) {
            y.setDoubleAt(k, counts.doubleAt(k) == 0 ? 0 : x.doubleAt(k));
        }
        return y;
    }

    @Override
    public void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e) {
        sweep.addPart(output.input(0), new Masked(counts)::of);
    }
}
