package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/**
 * Selects elements by a mask and sets all others to 0, even if they are infinite or NaN.
 *
 * @param mask the mask, of the shape of the input: 0 for elements to be set to 0
 */
record Masked(Tensor mask) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor x = inputs.getFirst();
        Tensor y = Tensor.allocate(arena, x.dtype(), x.shape());
        for (long k = 0; k < x.count(); k++) {
            y.setDoubleAt(k, mask.doubleAt(k) == 0 ? 0 : x.doubleAt(k));
        }
        return y;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pass.addPart(output.input(0), new Masked(mask)::of);
    }
}
