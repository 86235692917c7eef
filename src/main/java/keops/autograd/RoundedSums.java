package keops.autograd;

import java.lang.foreign.Arena;
import java.util.function.Consumer;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Sums that are taken in double precision, whatever type they end in. */
final class RoundedSums {
    private RoundedSums() {}

    /**
     * A tensor of sums.
     *
     * @param additions adds to the numbers of a float64 tensor of zeros of the shape
     */
    static Tensor of(Arena arena, DType dtype, long[] shape, Consumer<Tensor> additions) {
        Tensor result = Tensor.allocate(arena, dtype, shape);
        if (dtype == DType.FLOAT64) {
            additions.accept(result);
            return result;
        }
        try (Arena scratch = Arena.ofConfined()) {
            Tensor sums = Tensor.allocate(scratch, DType.FLOAT64, shape);
            additions.accept(sums);
            for (long k = 0; k < sums.count(); k++) {
                result.setDoubleAt(k, sums.doubleAt(k));
            }
        }
        return result;
    }
}
