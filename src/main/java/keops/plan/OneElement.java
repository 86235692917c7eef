package keops.plan;

import java.util.List;
import java.util.stream.IntStream;
import keops.tensor.Tensor;

/** One problem, without leading axes. */
public record OneElement(List<Tensor> arguments, List<Tensor> outputs) implements Elements {
    @Override
    public Elements only(int... results) {
        return new OneElement(arguments, IntStream.of(results).mapToObj(outputs::get).toList());
    }

    @Override
    public long count() {
        return 1;
    }

    @Override
    public List<Tensor> arguments(long element) {
        return arguments;
    }

    @Override
    public List<Tensor> outputs(long element) {
        return outputs;
    }
}
