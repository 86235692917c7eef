package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** Broadcasts a tensor to a larger shape. Its transpose is {@link SumTo}. */
final class BroadcastTo implements Operation {
    private final long[] shape;

    BroadcastTo(long... shape) {
        this.shape = shape.clone();
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor small = inputs.getFirst();
        Broadcast broadcast = Broadcast.of(small.shape(), shape);
        Tensor large = Tensor.allocate(arena, small.dtype(), shape);
        broadcast.forEach((to, from) -> large.setDoubleAt(to, small.doubleAt(from)));
        return large;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addMoved(output.input(0), part -> part.sumTo(output.input(0).shape()));
    }
}
