package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** A view of the same memory in another shape. */
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
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addMoved(output.input(0), same -> same.reshape(output.input(0).shape()));
    }
}
