package keops.autograd;

import java.lang.foreign.Arena;
import java.util.function.Consumer;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Sums that are accumulated in double precision and then rounded to the element type. */
final class RoundedSums {
    private RoundedSums() {}

    /**
     * A tensor of sums.
     *
     * @param additions adds to the elements of a float64 tensor of zeros
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
