package keops.jmh;

import java.lang.foreign.Arena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The data of a workload: float32, uniform in the unit cube, the same in every run.
 *
 * @param shape the sizes
 * @param gamma the parameter of the kernel
 * @param x (M, D)
 * @param y (N, D)
 * @param b (N, E): the weights
 * @param e (M, E): the cotangent of gradients
 */
record Data(WorkloadShape shape, Tensor gamma, Tensor x, Tensor y, Tensor b, Tensor e) {
    /** Distances in a cube grow with its dimension; this keeps the values of the kernel about the same. */
    private static final double GAMMA_TIMES_DIM = 2.1;

    static Data of(Arena arena, WorkloadShape shape) {
        return new Data(
                shape,
                Tensor.vector(DType.FLOAT32, GAMMA_TIMES_DIM / shape.dim()),
                Clouds.uniform(arena, DType.FLOAT32, 1, shape.rows(), shape.dim()),
                Clouds.uniform(arena, DType.FLOAT32, 2, shape.columns(), shape.dim()),
                Clouds.uniform(arena, DType.FLOAT32, 3, shape.columns(), shape.width()),
                Clouds.uniform(arena, DType.FLOAT32, 4, shape.rows(), shape.width()));
    }

    /** The first rows, at most {@code most}. */
    Data firstRows(long most) {
        long count = Math.min(most, shape.rows());
        return new Data(shape.withRows(count), gamma, x.rows(0, count), y, b, e.rows(0, count));
    }

    /** Allocates the result of the task. */
    Tensor allocateResult(Arena arena, Task task) {
        return Tensor.allocate(arena, task.resultType(), shape.rows(), task.resultWidth(shape));
    }
}
