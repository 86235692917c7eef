package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Random;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Random points for benchmarks: uniform in the unit cube, the same in every run. */
final class Clouds {
    private Clouds() {}

    static Tensor uniform(Arena arena, DType dtype, long seed, long rows, int dim) {
        Tensor points = Tensor.allocate(arena, dtype, rows, dim);
        var random = new Random(seed);
        for (long k = 0; k < points.count(); k++) {
            points.setDoubleAt(k, random.nextFloat());
        }
        return points;
    }
}
