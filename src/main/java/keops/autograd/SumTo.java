package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** Sums a tensor to a smaller shape, in double precision. Its transpose is {@link BroadcastTo}. */
final class SumTo implements Operation {
    private final long[] shape;

    SumTo(long... shape) {
        this.shape = shape.clone();
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensors.requireFloating(inputs);
        Tensor large = inputs.getFirst();
        Broadcast broadcast = Broadcast.of(shape, large.shape());
        return RoundedSums.of(arena, large.dtype(), shape, sums -> broadcast.forEach(
                (from, to) -> sums.setDoubleAt(to, sums.doubleAt(to) + large.doubleAt(from))));
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addMoved(output.input(0), sum -> sum.broadcastTo(output.input(0).shape()));
    }
}
