package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** The four arithmetic operations on two tensors, which are broadcast to a common shape. */
enum BinaryOperation implements Operation {
    PLUS,
    MINUS,
    TIMES,
    DIVIDE;

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensors.requireFloating(inputs);
        Tensor a = inputs.getFirst();
        Tensor b = inputs.getLast();
        if (a.dtype() != b.dtype()) {
            throw new FormulaException("variables of one element type are needed, but " + a.description() + " and "
                    + b.description() + " came");
        }
        Tensor result = Tensor.allocate(arena, a.dtype(), Broadcast.common(a.shape(), b.shape()));
        Broadcast.of(a.shape(), result.shape()).forEach((to, from) -> result.setDoubleAt(to, a.doubleAt(from)));
        Broadcast.of(b.shape(), result.shape()).forEach((to, from) ->
                result.setDoubleAt(to, apply(result.doubleAt(to), b.doubleAt(from))));
        return result;
    }

    private double apply(double a, double b) {
        return switch (this) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDE -> a / b;
        };
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable a = output.input(0);
        TapeVariable b = output.input(1);
        pass.addProduct(a, () -> switch (this) {
            case PLUS, MINUS -> e;
            case TIMES -> e.times(b);
            case DIVIDE -> e.div(b);
        }, product -> product.sumTo(a.shape()));
        pass.addProduct(b, () -> switch (this) {
            case PLUS -> e;
            case MINUS -> e.negate();
            case TIMES -> e.times(a);
            case DIVIDE -> e.times(output).div(b).negate();
        }, product -> product.sumTo(b.shape()));
    }
}
