package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** The same elements in another shape, and the same memory. */
final class Reshape implements Operation {
    private final long[] shape;

    Reshape(long... shape) {
        this.shape = shape.clone();
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        return inputs.getFirst().reshape(shape);
    }

    @Override
    public void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e) {
        sweep.addMoved(output.input(0), same -> same.reshape(output.input(0).shape()));
    }
}
