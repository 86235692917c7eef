package keops.autograd;

import java.util.Arrays;
import java.util.List;
import keops.tensor.Tensor;

/** The values of variables, and counts of shapes. */
final class Tensors {
    private Tensors() {}

    static Tensor[] of(List<Variable> variables) {
        return variables.stream().map(Variable::value).toArray(Tensor[]::new);
    }

    static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
